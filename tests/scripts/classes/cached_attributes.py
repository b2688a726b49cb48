# One instruction, many kinds of object: what was remembered must not mislead.
class A:
    kind = "class"

    def f(self):
        return "A.f"


class B(A):
    def f(self):
        return "B.f"


class Property:
    @property
    def kind(self):
        return "property"

    def f(self):
        return "P.f"


class Slots:
    __slots__ = ("kind",)

    def f(self):
        return "S.f"


class Getattr:
    def __getattr__(self, name):
        return lambda: "getattr " + name if name == "f" else "got " + name


class Data:
    def __set__(self, obj, value):
        print("set", value)

    def __get__(self, obj, cls):
        return "data"


def read(o):
    return o.kind


def call(o):
    return o.f()


def write(o, value):
    o.kind = value


a, b, p, s = A(), B(), Property(), Slots()
s.kind = "slot"
for _ in range(3):
    for o in a, b, p, s, a, a:
        print(read(o), call(o), end="; ")
    print()
for _ in range(3):
    print(type(read(Getattr())), Getattr().f())
a.kind = "own"
print([read(a) for _ in range(3)], read(A()))
del a.kind
print(read(a))
A.kind = "changed"
print(read(a), read(b))
A.f = lambda self: "new f"
print(call(a), call(a))
a.f = lambda: "own f"
print(call(a), call(a), call(A()))
B.f = property(lambda self: lambda: "property f")
print(call(b), call(b))
for o in A(), A(), A():
    for v in range(3):
        write(o, v)
    print(read(o), vars(o))
    write(o, "in dict")
    print(read(o), vars(o))
A.kind = Data()
o = A()
for v in range(3):
    write(o, v)
    print(read(o))
del A.kind
try:
    read(o)
except AttributeError as e:
    print(e)


# Instances of one class that got their attributes in different orders.
class Point:
    pass


def fill(o, names):
    for n in names:
        if n == "x":
            o.x = n
        elif n == "y":
            o.y = n
        else:
            setattr(o, n, n)
    return o


for names in ("xy", "yx", "axby", "yabcdefx", "x", "xy", "yx"):
    o = fill(Point(), names)
    print(vars(o), getattr(o, "x", None))


# A class that changes its instances' class, and one that dies.
class Other:
    kind = "other"

    def f(self):
        return "other f"


o = A()
o.kind = 1
print(read(o), call(o))
o.__class__ = Other
print(read(o), call(o))


def make(n):
    class Local:
        kind = n

        def f(self):
            return n
    return Local()


for n in range(5):
    o = make(n)
    print(read(o), call(o), end=" ")
print()


# The old value goes after the new one is there.
class Noisy:
    def __init__(self, owner):
        self.owner = owner

    def __del__(self):
        print("gone, owner has", self.owner.kind if hasattr(self.owner, "kind")
              else None)


o = Other()
for n in range(3):
    write(o, Noisy(o))
    write(o, n)
