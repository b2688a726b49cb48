# Class bodies: scopes, names, __qualname__, annotations, deletion, order.
x = "global"


class A:
    before = x
    x = "class"
    after = x
    comp = [y for y in x]
    try:
        nested = [x for _ in "a"]
    except NameError as e:
        nested = str(e)
    first_iter = [c for c in x.upper()]
    lam = lambda: x
    def method(self): return x
    for i in range(2): pass
    del before
    if i: conditional = "yes"
    with open("/dev/null") as f: pass
    f = None
    class Inner:
        see = x
        qual = __qualname__
        module = __module__
    locals_seen = sorted(k for k in locals() if not k.startswith("__"))


print({k: v for k, v in vars(A).items() if not k.startswith("__") and not callable(v)})
print(A.lam(), A().method(), A.Inner.see, A.Inner.qual, A.Inner.module, A.Inner.__qualname__)


def function():
    x = "local"
    class B:
        y = x
        x = "body"
        z = x
        def m(self): return x
    class C:
        nonlocal x
        x = "changed"
    class D:
        global x
        x = "global changed"
    return B.y, B.z, B().m(), x, hasattr(C, "x"), hasattr(D, "x")


try:
    print(function(), x)
except NameError as e:
    print(e)
class E:
    __qualname__ = "Renamed.E"
    __module__ = "other"
    __doc__ = "doc"
    def m(self): pass
print(E, E.m.__qualname__, E.__name__, E.__module__, "__qualname__" in vars(E))
for bad in (5, None):
    try:
        class F: __qualname__ = bad
    except TypeError as e:
        print(e)
class G:
    "docstring"
    a: int = 1
    b: "str"
    (d): int
    __e: float
    print(__annotations__)
    __annotations__["extra"] = 1
print(G.__annotations__, G.__doc__)
class H:
    del __module__
print(H.__module__, repr(H)[-3:])
try:
    class I:
        undefined_thing
except NameError as e:
    print(e)
class J:
    def f(self): return __class__
    g = f
    __class__ = "odd"
print(J().f() is J, J.g is J.f, J().__class__)
order = []
def note(value):
    order.append(value)
    return value
@note
@(lambda c: note(c) and c)
class K(note(object), metaclass=note(type)):
    note("body")
print([v if isinstance(v, str) else v.__name__ for v in order])
class L:
    a, *b = 1, 2, 3
    (c := 5)
    [d] = [4]
    import sys as imported
    from os import path as p
    global late
    late = "module level"
print(L.a, L.b, L.c, L.d, L.imported.__name__, L.p.__name__, late, hasattr(L, "late"))
print(list(vars(L))[:4])
