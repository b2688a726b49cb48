"""Data and non-data descriptors against instance dicts and classes; __get__ of functions."""


class Data:
    def __init__(self, name):
        self.name = name

    def __get__(self, obj, owner):
        return f"data {self.name} obj={obj is not None} owner={owner.__name__}"

    def __set__(self, obj, value):
        print("set", self.name, value)

    def __delete__(self, obj):
        print("delete", self.name)


class NonData:
    def __get__(self, obj, owner):
        return "nondata"


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["s"] = value


class DeleteOnly:
    def __get__(self, obj, owner):
        return "delete-only get"

    def __delete__(self, obj):
        print("deleted")


class Meta(type):
    m = Data("meta")
    n = NonData()


class A(metaclass=Meta):
    d = Data("d")
    n = NonData()
    s = SetOnly()
    x = DeleteOnly()
    m = "own m"

a = A()
a.__dict__.update(d="dict", n="dict", x="dict")
print(a.d, a.n, a.x, A.d, A.n, A.m)
a.d = 1
del a.d
print(type(a.s).__name__)
a.s = 5
print(a.s)
try:
    a.x = 1
except AttributeError as e:
    print("AttributeError", e)
del a.x
try:
    del a.s
except AttributeError as e:
    print("AttributeError", e)
A.m = 7
print(vars(A)["m"])
A.d = "replaced"
print(a.d)


def f(self, x=1):
    return self, x

print(f.__get__(5)(2), f.__get__(None, A) is f, f.__get__(5, int).__self__)
try:
    f.__get__(None)
except TypeError as e:
    print(e)
A.f = f
bound = a.f
print(bound.__func__ is f, bound.__self__ is a, a.f is a.f, a.f == a.f, hash(a.f) == hash(a.f))
a.g = f
try:
    a.g()
except TypeError as e:
    print(e)
print(type(A.__dict__["__dict__"]).__name__, type(A.__dict__["__weakref__"]).__name__)
b = bound.__get__("other")
print(b.__self__ is a, A.f is f)


class Wrapper:
    def __init__(self, f): self.f = f

    def __call__(self, *args): return "wrapped", self.f(*args)


class B:
    @Wrapper
    def m(*args):
        return len(args)

    c = classmethod(Wrapper(lambda *a: len(a)))
    s = staticmethod(lambda *a: len(a))
    cc = classmethod(property(lambda cls: cls.__name__))

print(B().m(), B.c(1), B().s(1), B.s(), B.cc, B().cc)
print(staticmethod(len)([1, 2]), classmethod(len).__func__, staticmethod(f).__wrapped__ is f)
for kind in (staticmethod, classmethod):
    try:
        kind()
    except TypeError as e:
        print(e)
