# __reduce__ and __setstate__ of the built-in iterators.
import copy
from array import array
from collections import OrderedDict, deque


class Items:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i


class Sized(Items):
    def __len__(self):
        return self.n


def show(value):
    if type(value) is tuple:
        return "(" + ", ".join(map(show, value)) + ")"
    if callable(value):
        return value.__name__
    if isinstance(value, Items):
        return type(value).__name__
    if hasattr(value, "__next__"):
        return type(value).__name__
    return repr(value)


makers = {
    "list": lambda: iter([1, 2, 3]),
    "list back": lambda: reversed([1, 2, 3]),
    "tuple": lambda: iter((1, 2, 3)),
    "tuple back": lambda: reversed((1, 2, 3)),
    "str": lambda: iter("abc"),
    "wide str": lambda: iter("äöü"),
    "bytes": lambda: iter(b"abc"),
    "bytearray": lambda: iter(bytearray(b"abc")),
    "array": lambda: iter(array("i", [7, 8, 9])),
    "dict": lambda: iter({1: 2, 3: 4, 5: 6}),
    "values": lambda: iter({1: 2, 3: 4, 5: 6}.values()),
    "items": lambda: iter({1: 2, 3: 4, 5: 6}.items()),
    "dict back": lambda: reversed({1: 2, 3: 4, 5: 6}),
    "items back": lambda: reversed({1: 2, 3: 4, 5: 6}.items()),
    "set": lambda: iter({1, 2, 3}),
    "range": lambda: iter(range(5, 50, 20)),
    "range down": lambda: iter(range(50, 5, -20)),
    "range back": lambda: reversed(range(5, 50, 20)),
    "long range": lambda: iter(range(2**70, 2**70 + 50, 20)),
    "long back": lambda: reversed(range(2**70, 2**70 + 50, 20)),
    "getitem": lambda: iter(Items(3)),
    "sized": lambda: iter(Sized(3)),
    "function": lambda: iter([1, 2, 3, 0].pop, 1),
    "enumerate": lambda: enumerate("abc", 5),
    "big enumerate": lambda: enumerate("abc", 2**64),
    "reversed": lambda: reversed(Sized(3)),
    "zip": lambda: zip("abc", [1, 2, 3]),
    "strict": lambda: zip("abc", [1, 2, 3], strict=True),
    "map": lambda: map(pow, [1, 2, 3], (4, 5, 6)),
    "filter": lambda: filter(None, [1, 2, 3]),
    "deque": lambda: iter(deque([1, 2, 3])),
    "deque back": lambda: reversed(deque([1, 2, 3])),
    "ordered": lambda: iter(OrderedDict(a=1, b=2, c=3)),
}
for name, make in makers.items():
    it = make()
    print(name, type(it).__name__)
    for step in range(5):
        try:
            print("   ", show(it.__reduce__()))
        except Exception as e:
            print("   ", type(e).__name__, e)
        try:
            print("   ", hasattr(it, "__length_hint__")
                  and it.__length_hint__())
        except Exception as e:
            print("   ", type(e).__name__, e)
        print("   ", next(it, "end"))
    if not hasattr(it, "__setstate__"):
        continue
    for state in -5, -1, 0, 1, 2, 3, 99, 2**80, "x", None, 1.5, True:
        it = make()
        next(it)
        try:
            print("   ", state, it.__setstate__(state), list(it))
        except Exception as e:
            print("   ", state, type(e).__name__, e)
        if name == "array":
            continue
        try:
            print("   ", state, it.__setstate__(0), list(it))
        except Exception as e:
            print("   ", state, type(e).__name__, e)

for kind in type(iter(deque())), type(reversed(deque())):
    print(kind)
    for args in ((), (1,), (deque("abc"),), (deque("abc"), 2),
                 (deque("abc"), 5), (deque("abc"), -5), (deque("abc"), "x"),
                 (deque(), 1, 2)):
        try:
            print(list(kind(*args)))
        except Exception as e:
            print(type(e).__name__, e)

for name in "list", "str", "range", "zip", "map", "long range":
    it = makers[name]()
    next(it)
    other = copy.copy(it)
    print(name, list(other), list(it))
