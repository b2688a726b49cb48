"""except*: what each clause sees, what is left, what is raised again."""


def shape(g):
    if isinstance(g, BaseExceptionGroup):
        return g.message, [shape(x) for x in g.exceptions]
    return repr(g)


def run(excs, again=None):
    log = []
    try:
        try:
            raise excs
        except* ValueError as e:
            log.append(("V", shape(e)))
            if again:
                raise again
        except* (KeyError, OSError) as e:
            log.append(("KO", shape(e)))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as e:
        log.append(("left", shape(e)))
        log.append(("ctx", e.__context__ and shape(e.__context__)))
    return log

G = ExceptionGroup
for case in (G("a", [ValueError(1)]), G("a", [ValueError(1), KeyError(2)]),
             G("a", [ValueError(1), TypeError(2)]), ValueError("naked"),
             TypeError("naked"), G("a", [G("b", [OSError(1), ValueError(2)]),
                                         ValueError(3), TypeError(4)])):
    print(run(case))
    print(run(case, RuntimeError("again")))


def none():
    try:
        pass
    except* ValueError:
        print("no")
    else:
        print("else")
none()


def reraise():
    try:
        try:
            raise G("x", [ValueError(1), KeyError(2)])
        except* ValueError:
            raise
    except BaseException as e:
        print(shape(e), e.__cause__, e.__context__ and shape(e.__context__))
reraise()


def both_raise():
    try:
        try:
            raise G("x", [ValueError(1), KeyError(2), TypeError(3)])
        except* ValueError:
            raise OSError("v")
        except* KeyError:
            raise LookupError("k")
    except BaseException as e:
        print(shape(e))
both_raise()


def bad_type(t):
    try:
        try:
            raise G("x", [ValueError(1)])
        except* t:
            pass
    except BaseException as e:
        print(type(e).__name__, e)
for t in (ExceptionGroup, BaseExceptionGroup, (ValueError, ExceptionGroup), 5, int):
    bad_type(t)
for text in ("try: pass\nexcept* ValueError: pass\nexcept KeyError: pass",
             "try: pass\nexcept*: pass",
             "for x in y:\n try: pass\n except* ValueError: break",
             "for x in y:\n try: pass\n except* ValueError: continue",
             "def f():\n try: pass\n except* ValueError: return 1",
             "for x in y:\n try: pass\n except* ValueError:\n  for z in y: break"):
    try:
        compile(text, "<t>", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
