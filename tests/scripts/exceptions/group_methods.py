"""ExceptionGroup: making, nesting, split, subgroup, derive, subclassing."""


def shape(g):
    if isinstance(g, BaseExceptionGroup):
        return type(g).__name__, g.message, [shape(x) for x in g.exceptions]
    return repr(g)

g = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [KeyError(2),
                                                                  ValueError(3)]), OSError(4)])
print(repr(g), str(g), g.args, sep="\n")
print(shape(g.subgroup(ValueError)))
print(shape(g.subgroup((KeyError, OSError))))
print(g.subgroup(RuntimeError))
print([x and shape(x) for x in g.split(ValueError)])
print([x and shape(x) for x in g.split(lambda e: isinstance(e, KeyError))])
print([x and shape(x) for x in g.split(ExceptionGroup)])
print(g.subgroup(lambda e: True) is g, g.subgroup(Exception) is g)
for args in ((), ("m",), ("m", []), ("m", 5), ("m", [1]), (5, [ValueError()]),
             ("m", [ValueError], 3), ("m", [KeyboardInterrupt()]), ("m", "ab"),
             ("m", {ValueError(): 1}), ("m", (ValueError("t"),))):
    try:
        print(shape(ExceptionGroup(*args)))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(shape(BaseExceptionGroup("b", [ValueError(1)])))
print(shape(BaseExceptionGroup("b", [SystemExit(1)])))
for bad in (5, None, int, (ValueError, 5), "x"):
    for method in (g.split, g.subgroup):
        try:
            print(method(bad))
        except TypeError as e:
            print(e)


class Mine(ExceptionGroup):
    def __new__(cls, message, excs, code):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return Mine(self.message, excs, self.code)

m = Mine("mine", [ValueError(1), KeyError(2)], 7)
a, b = m.split(KeyError)
print(type(a), a.code, type(b), b.code)


class NoDerive(ExceptionGroup):
    pass

print([type(x).__name__ for x in NoDerive("n", [ValueError(), KeyError()]).split(KeyError)])


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5

try:
    BadDerive("n", [ValueError(), KeyError()]).split(KeyError)
except TypeError as e:
    print(e)
try:
    g.message = 1
except AttributeError as e:
    print(e)
try:
    g.exceptions = ()
except AttributeError as e:
    print(e)
try:
    raise g
except ExceptionGroup as x:
    part = x.subgroup(KeyError)
    print(part.__traceback__ is x.__traceback__, part.__cause__, part.__context__)


class Both(ExceptionGroup, ValueError):
    pass

print(Both.__mro__[:3], isinstance(Both("x", [OSError()]), ValueError))
print(ExceptionGroup[int], BaseExceptionGroup.__class_getitem__(str))
