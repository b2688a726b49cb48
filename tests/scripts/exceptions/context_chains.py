# __context__, __cause__, __suppress_context__: who is set by what, and cycles.
def chain(e):
    names = []
    seen = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e))
        names.append(f"{e!r}{'!' if e.__suppress_context__ else ''} cause={e.__cause__!r}")
        e = e.__context__
    return names + (["cycle"] if e is not None else [])


def show(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, chain(e))


def plain():
    try: 1 / 0
    except ZeroDivisionError: raise KeyError(1)
def cause():
    try: 1 / 0
    except ZeroDivisionError as e: raise KeyError(1) from e
def none():
    try: 1 / 0
    except ZeroDivisionError: raise KeyError(1) from None
def cls():
    try: 1 / 0
    except ZeroDivisionError: raise KeyError from ValueError
def same():
    try: 1 / 0
    except ZeroDivisionError as e: raise e
def again():
    try: 1 / 0
    except ZeroDivisionError: raise
def in_finally():
    try: 1 / 0
    finally: [].pop()
def nested():
    try:
        try: 1 / 0
        except ZeroDivisionError: {}[1]
    except KeyError: raise ValueError
def break_cycle():
    a = ValueError("a")
    try: raise a
    except ValueError:
        try: raise KeyError("b")
        except KeyError: raise a
def own_cycle():
    a, b = ValueError("a"), KeyError("b")
    a.__context__ = b; b.__context__ = a
    try: raise a
    except ValueError: raise TypeError("c")
def bad_cause(): raise ValueError from 5
def bad_class_cause(): raise ValueError from int
def bad_raise(): raise 5
def bad_class(): raise int
def none_raise(): raise None
def no_active(): raise
def from_own():
    e = ValueError("x")
    raise e from e
def failing_class():
    class E(Exception):
        def __init__(self): raise KeyError("init")
    raise E
def not_exception():
    class E(Exception):
        def __new__(cls): return 5
    raise E
def through_generator():
    def g():
        try: yield
        except ValueError: raise KeyError("g")
    i = g(); next(i)
    try: 1 / 0
    except ZeroDivisionError: i.throw(ValueError("v"))
def generator_keeps_own():
    def g():
        try: 1 / 0
        except ZeroDivisionError:
            yield
            raise KeyError("later")
    i = g(); next(i)
    try: [].pop()
    except IndexError: next(i)
def in_with():
    class M:
        def __enter__(self): pass
        def __exit__(self, *a): raise KeyError("exit")
    with M(): 1 / 0
def in_except_expression():
    try: 1 / 0
    except undefined: pass
def in_handler_type():
    try: 1 / 0
    except 5: pass
def in_handler_tuple():
    try: 1 / 0
    except (KeyError, (ValueError, ZeroDivisionError)): pass


for f in [plain, cause, none, cls, same, again, in_finally, nested, break_cycle, own_cycle, bad_cause, bad_class_cause, bad_raise, bad_class, none_raise, no_active, from_own,
          failing_class, not_exception, through_generator, generator_keeps_own, in_with, in_except_expression, in_handler_type, in_handler_tuple]:
    show(f)
