"""__init_subclass__ and __set_name__: order, arguments, errors, names set later."""


class Field:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        print("set_name", self.label, owner.__name__, name, hasattr(owner, "late"))
        self.name = name

    def __get__(self, obj, owner=None):
        return f"{self.label} as {self.name}"


class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        print("init_subclass", cls.__name__, tag, kw, cls.__dict__.get("f") is not None)
        super().__init_subclass__(**kw)
        Base.registry.append(cls.__name__)
        cls.late = True


class A(Base, tag="first"):
    f = Field("one")
    g = f
    h = Field("two")


print(A().f, A.g, A.h)
A.later = Field("three")
try:
    A.later
except AttributeError as e:
    print(e)


class B(A):
    pass

print(Base.registry)
try:
    class C(Base, other=1):
        pass
except TypeError as e:
    print(e)
print(Base.registry)


class Bad:
    def __set_name__(self, owner, name):
        1 / 0

try:
    class D:
        b = Bad()
except RuntimeError as e:
    print(e, repr(e.__cause__))


class Wrong:
    def __set_name__(self):
        pass

try:
    class E:
        w = Wrong()
except RuntimeError as e:
    print(e, e.__cause__)


class Instance:
    def __init__(self):
        self.__set_name__ = lambda *a: print("never")


class F:
    i = Instance()

print(type("G", (Base,), {"x": Field("dyn")}).x)
try:
    type("H", (), {}, key=1)
except TypeError as e:
    print(e)
try:
    object.__init_subclass__(1)
except TypeError as e:
    print(e)


class Plain:
    def __init_subclass__(cls):
        return 5


class I(Plain):
    pass

print(type(Base.__dict__["__init_subclass__"]).__name__)


class J(Base):
    def __init_subclass__(cls, **kw):
        raise KeyError("refused")

try:
    class K(J):
        pass
except KeyError as e:
    print(e)
print([c.__name__ for c in J.__subclasses__()])
