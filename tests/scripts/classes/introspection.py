"""__name__, __qualname__, __module__, __doc__, __bases__, __subclasses__, __annotations__ and their setting."""


class A:
    "doc"
    x: int = 1
    y: "str"

    class Inner:
        def method(self): pass

    def f(self): pass

print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__annotations__, A.Inner.__qualname__, A.Inner.method.__qualname__)


def outer():
    class Local:
        def m(self):
            return lambda: 0
    return Local

print(outer().__qualname__, outer().m.__qualname__, outer()().m().__qualname__)


class B(A):
    pass


class C(A):
    pass

print(B.__doc__, B.__annotations__, [c.__name__ for c in A.__subclasses__()], B.__bases__, B.__base__, B.mro() == list(B.__mro__))
for f in (lambda: setattr(A, "__name__", 5), lambda: setattr(A, "__qualname__", 5), lambda: setattr(A, "__bases__", ()),
          lambda: setattr(A, "__bases__", (5,)), lambda: setattr(A, "__bases__", 5), lambda: setattr(B, "__bases__", (B,)), lambda: setattr(A, "__mro__", ()),
          lambda: setattr(A, "__dict__", {}), lambda: delattr(A, "__name__"), lambda: delattr(A, "__module__"), lambda: delattr(A, "__doc__"),
          lambda: setattr(int, "x", 1), lambda: setattr(int, "__name__", "x"), lambda: delattr(A, "nothing"), lambda: A.__dict__.__setitem__("x", 1),
          lambda: setattr(A(), "__class__", 5), lambda: setattr(A(), "__class__", int), lambda: setattr(5, "__class__", int), lambda: setattr(A(), "__dict__", 5),
          lambda: setattr(A, "__name__", "a\0b"), lambda: setattr(A, "__class__", B)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
A.__name__, A.__qualname__, A.__doc__, A.__module__ = "Renamed", "Quite.Other", "new doc", "elsewhere"
print(A, A.__name__, A().__doc__, repr(A())[:28])


class X:
    def hello(self): return "X"


class Y:
    def hello(self): return "Y"


class Z(X):
    pass

z = Z()
print(z.hello())
Z.__bases__ = (Y,)
print(z.hello(), Z.__mro__[1].__name__, [c.__name__ for c in X.__subclasses__()])
a = X()
a.__class__ = Y
print(a.hello(), type(a).__name__)
a.__dict__ = {"new": 1}
print(a.new, vars(a))
print(type(A.__dict__).__name__, "x" in A.__dict__, list(A.__dict__)[:3], isinstance(A, type), type(type), type.__mro__, object.__bases__, object.__base__)
print(A.__basicsize__ > 0, A.__itemsize__, tuple.__itemsize__ > 0, A.__flags__ & (1 << 9) != 0, A.__dictoffset__ != 0, A.__weakrefoffset__ != 0, int.__dictoffset__)


class NoAnn:
    pass

print(NoAnn.__annotations__)
NoAnn.__annotations__ = {"z": 1}
print(NoAnn.__annotations__)
del NoAnn.__annotations__
print(NoAnn.__annotations__, int.__text_signature__, type(NoAnn.__text_signature__))
import abc


class Abs(abc.ABC):
    @abc.abstractmethod
    def one(self): ...

    @abc.abstractmethod
    def two(self): ...

for cls in (Abs, type("Half", (Abs,), {"one": 1}), type("Full", (Abs,), {"one": 1, "two": 2})):
    try:
        print(type(cls()).__name__, cls.__abstractmethods__)
    except TypeError as e:
        print(e)
