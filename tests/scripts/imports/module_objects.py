# The module type: attributes, repr, dict, __getattr__, class changes.
import sys
import types

m = types.ModuleType("m", "its doc")
print(m, m.__name__, m.__doc__, m.__loader__, m.__package__, m.__spec__, sorted(vars(m)))
print(types.ModuleType("n").__doc__, repr(types.ModuleType("")), type(m).__module__)
for args in ((), (5,), ("a", "b", "c"), ("a", 5)):
    try:
        print(types.ModuleType(*args).__doc__)
    except TypeError as e:
        print(e)
for f in (lambda: m.nothing, lambda: setattr(m, "__dict__", {}), lambda: delattr(m, "nothing"), lambda: delattr(m, "__dict__"), lambda: m()):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
del m.__name__
print(repr(m))
for f in (lambda: m.nothing,):
    try:
        f()
    except AttributeError as e:
        print(e)
m.__name__ = 5
try:
    m.nothing
except AttributeError as e:
    print(e)
print(repr(m))


class Sub(types.ModuleType):
    count = 0
    @property
    def computed(self): return "computed"
    def __getattr__(self, name): return f"sub {name}"
    def __setattr__(self, name, value):
        type(self).count += 1
        super().__setattr__(name, value)


s = Sub("s")
s.x = 1
print(s.x, s.computed, s.other, Sub.count, repr(s))
n = types.ModuleType("n")
n.__class__ = Sub
print(n.computed, n.zzz, isinstance(n, Sub))
for bad in (int, object, type("P", (), {})):
    try:
        n.__class__ = bad
    except TypeError as e:
        print(e)
u = types.ModuleType.__new__(types.ModuleType)
print(u.__dict__, repr(u))
try:
    u.nothing
except AttributeError as e:
    print(e)
u.__init__("late")
print(repr(u), u.__dict__ is not None)
m = types.ModuleType("annotated")
print(m.__annotations__, "__annotations__" in vars(m))
m.__annotations__["x"] = int
print(m.__annotations__)
del m.__annotations__
print(m.__annotations__, sys.__name__, repr(sys), hasattr(sys, "__file__"))
del m.__annotations__
try:
    del m.__annotations__
except AttributeError as e:
    print(e)
m.__spec__ = types.SimpleNamespace(name="from spec", loader=None, origin="place", has_location=True)
print(repr(m))
m.__spec__.has_location = False
print(repr(m))
m.__spec__ = None
m.__loader__ = "loader"
print(repr(m))
m.__file__ = "a file"
print(repr(m))
m.__getattr__ = lambda name: name * 2
print(m.ab, hasattr(m, "anything"))
import gc
d = m.__dict__
del m
print(d["__name__"], d["__getattr__"]("x"), gc.is_tracked(d))
