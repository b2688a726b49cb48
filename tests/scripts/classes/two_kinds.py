# One line that meets instances of several classes in turn, while classes,
# instances and bases change under it.
import sys


class Base:
    shared = "base"

    def __init__(self, value):
        self.value = value

    def name(self):
        return "Base.name"


class Derived(Base):
    def name(self):
        return "Derived.name"


class Slotted:
    __slots__ = ("value", "other")
    shared = "slotted"

    def __init__(self, value):
        self.value = value

    def name(self):
        return "Slotted.name"


class Wide(Base):
    def __init__(self, value):
        self.first, self.second = 1, 2
        self.value = value


def look(o):
    o.value = o.value + 1
    return o.name(), o.value, o.shared


def rounds(objects, count=4):
    for _ in range(count):
        for o in objects:
            print(*look(o), end="; ")
    print()


a, b, c, d = Base(0), Derived(10), Slotted(20), Wide(30)
rounds([a, b])
rounds([a, c])
rounds([a, b, c, d])
Derived.name = lambda self: "replaced"
rounds([a, b])
Base.shared = "changed"
rounds([b, a])
a.name = lambda: "its own"
b.shared = "its own"
rounds([a, b, a, c])
del Derived.name
rounds([b, a])
del a.name, b.shared
Derived.value = property(lambda self: 5, lambda self, v: None)
rounds([b, a, d])
del Slotted.shared
try:
    rounds([a, c])
except AttributeError as error:
    print("\n" + str(error))
a.__class__ = Derived
rounds([a, b])
for _ in range(300):
    for o in (Base(1), Wide(2), Slotted(3), Derived(4)):
        o.name()
del Derived.value
rounds([a, b, d])
print([sys.getrefcount(o) for o in (a, b, c, d)])
