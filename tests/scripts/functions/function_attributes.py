# What functions, methods, builtins and their wrappers tell and allow.
import types


def f(a, b=1, /, c=2, *args, d, e=3, **kw) -> "ret":
    """Doc."""
    x = 1
    def g(): return x, a
    return g


for name in ("__name__", "__qualname__", "__doc__", "__module__", "__defaults__", "__kwdefaults__", "__annotations__", "__closure__", "__dict__", "__type_params__"):
    print(name, getattr(f, name, "missing"))
g = f(1, d=0)
print(g.__qualname__, len(g.__closure__), [c.cell_contents for c in g.__closure__], g.__code__.co_freevars, f.__code__.co_cellvars)
f.attr = 5
print(f.__dict__, vars(f), f.attr)
for name, value in (("__name__", 5), ("__name__", "new"), ("__qualname__", None), ("__qualname__", "Q.new"), ("__defaults__", 5), ("__defaults__", (1, 2)), ("__kwdefaults__", []), ("__kwdefaults__", {"d": 1}), ("__annotations__", 5), ("__annotations__", {}), ("__code__", 5), ("__code__", g.__code__),
                    ("__globals__", {}), ("__closure__", ()), ("__dict__", 5), ("__dict__", {"z": 1}), ("__module__", 5), ("__doc__", 7), ("__builtins__", {})):
    try:
        setattr(f, name, value)
        print(name, "set", getattr(f, name))
    except Exception as e:
        print(name, type(e).__name__, e)
for name in ("__name__", "__defaults__", "__kwdefaults__", "__annotations__", "__doc__", "__module__", "__dict__", "__code__"):
    try:
        delattr(f, name)
        print(name, "deleted", getattr(f, name, "gone"))
    except Exception as e:
        print(name, type(e).__name__, e)
print(repr(f)[:15], f.__annotations__)


class C:
    """Class doc."""
    def m(self, x):
        """Method doc."""
        return self, x
    attr = 1


m = C().m
print(m.__name__, m.__doc__, m.__func__ is C.m, type(m.__self__).__name__, m.__qualname__, m == m.__self__.m, m is m.__self__.m, hash(m) == hash(m.__self__.m))
for bad in (lambda: setattr(m, "x", 1), lambda: setattr(m, "__name__", "y"), lambda: m.nothing, lambda: types.MethodType(5, 1), lambda: types.MethodType(len, None), lambda: types.MethodType(len), lambda: types.MethodType(len, [1, 2])()):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
C.m.tag = "tagged"
print(m.tag, m.__dict__ if hasattr(m, "__dict__") else None)
for b in (len, [].append, str.upper, "x".upper, dict.fromkeys, int.__add__, (5).__add__, object.__init__, type.mro, print, C.__init__, int.real, C.__dict__["__dict__"], C.__weakref__, staticmethod(f), classmethod(f), property(f)):
    print(type(b).__name__, getattr(b, "__name__", None), getattr(b, "__qualname__", None), getattr(b, "__module__", "none"), getattr(b, "__self__", "no self") if not callable(getattr(b, "__self__", 1)) else "self", getattr(b, "__objclass__", None), getattr(b, "__text_signature__", "-") if type(b).__name__ == "builtin_function_or_method" and b is len else "")
s = staticmethod(len)
print(s("abc"), s.__func__ is len, s.__wrapped__ is len, s.__name__, staticmethod(f).__isabstractmethod__)
fn = types.FunctionType(g.__code__, {}, "made", (), g.__closure__)
print(fn.__name__, fn(), fn.__globals__.keys() - {"__builtins__"}, fn.__module__)
for args in ((5, {}), (g.__code__, 5), (g.__code__, {}), (g.__code__, {}, 5), (g.__code__, {}, "n", 5), (g.__code__, {}, "n", None, 5), (g.__code__, {}, "n", None, ()), (g.__code__, {}, "n", None, (1, 2)), (f.__code__, {}, None, None, g.__closure__)):
    try:
        print(types.FunctionType(*args).__name__)
    except Exception as e:
        print(type(e).__name__, e)
cell = types.CellType(5)
print(cell.cell_contents, types.CellType() == types.CellType(), cell > types.CellType(4), cell == types.CellType(5), repr(types.CellType())[:9])
cell.cell_contents = 6
del cell.cell_contents
try: cell.cell_contents
except ValueError as e: print(e)
