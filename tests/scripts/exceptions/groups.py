# ExceptionGroup: making, splitting, deriving, except* in all its ways.
def attempt(f, *args):
    try:
        return repr(f(*args))
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


for args in [("m", []), ("m", [1]), ("m", [ValueError]), ("m", [ValueError(1), 2]), ("m", (ValueError(1),)), ("m", {ValueError(1)}), ("m", "ab"), (1, [ValueError(1)]), ("m",), (), ("m", [KeyboardInterrupt()]),
             ("m", None), ("m", [ValueError(1)], 3), ("", [ValueError(1)]), ("m", iter([ValueError(1)]))]:
    print(attempt(ExceptionGroup, *args), "|", attempt(BaseExceptionGroup, *args), "|", type(BaseExceptionGroup("m", [ValueError()])).__name__)
g = ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), KeyError(4)])])
print(str(g), g.message, g.exceptions, g.args)
for condition in (ValueError, (ValueError, KeyError), lambda e: isinstance(e, KeyError), OSError, Exception, ExceptionGroup, lambda e: False, 5, "x", (ValueError, 5), ()):
    print(attempt(g.split, condition), attempt(g.subgroup, condition))


class Own(ExceptionGroup):
    def derive(self, rest):
        return Own("derived", rest)


o = Own("o", [ValueError(1), KeyError(2)])
o.add_note("note")
print([type(part).__name__ for part in o.split(ValueError)], o.split(ValueError)[0].__notes__, o.subgroup(KeyError))
print(attempt(g.derive, [ValueError(9)]), attempt(setattr, g, "message", 1), attempt(setattr, g, "exceptions", 1), ExceptionGroup[int])


def star(e, *types):
    log = []
    try:
        try:
            raise e
        except* types[0] as a:
            log.append(("first", repr(a)))
        except* types[1] as b:
            log.append(("second", repr(b)))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as rest:
        log.append(("rest", repr(rest), repr(rest.__context__)))
    return log


for e in (g, ValueError("plain"), KeyError("k"), OSError("o"), ExceptionGroup("only", [KeyError(1)]), o):
    print(star(e, ValueError, KeyError), star(e, (ValueError, TypeError), Exception))
print(star(ValueError(1), ExceptionGroup, KeyError), star(ValueError(1), 5, KeyError), star(ValueError(1), (KeyError, ExceptionGroup), KeyError))


def raising(how):
    try:
        try:
            raise ExceptionGroup("x", [ValueError(1), TypeError(2), OSError(3)])
        except* ValueError as v:
            if how == 1: raise
            if how == 2: raise KeyError("new")
            if how == 3: raise v
            if how == 4: raise v.exceptions[0]
        except* TypeError:
            if how > 1: raise IndexError("second")
    except BaseException as e:
        def shape(e):
            return (repr(e) if not isinstance(e, BaseExceptionGroup) else (e.message, [shape(x) for x in e.exceptions]))
        return shape(e)


print([raising(how) for how in range(5)])
