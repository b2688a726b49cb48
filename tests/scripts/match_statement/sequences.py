"""Sequence patterns: stars in all places, lengths, what counts as a sequence."""
import array
import collections


def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return "one", a
        case [1, *rest]:
            return "begins with 1", rest
        case [*init, 9]:
            return "ends with 9", init
        case [a, *_, b] if a == b:
            return "same ends", a
        case a, [b, [c, *d]]:
            return "nested", a, b, c, d
        case (a, b):
            return "pair", a, b
        case [_, _, _]:
            return "three"
        case [first, second, *middle, last]:
            return first, second, middle, last
        case _:
            return "no"

for x in ([], (), [5], (1,), [1, 2, 3], [2, 9], [4, 5, 4], [1, [2, [3, 4, 5]]],
          [0, [2, [3]]], (7, 8), [7, 8, 6], range(4), range(0), "ab", b"ab",
          bytearray(b"ab"), {1, 2}, {1: 2}, iter([1, 2]), array.array("i", [3, 4]),
          collections.deque([2, 3]), memoryview(b"xy"), None, 5):
    print(f(x))


class Seq(collections.abc.Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        print("  len")
        return len(self.items)

    def __getitem__(self, i):
        print("  item", i)
        return self.items[i]

print(f(Seq(1, 2)))
print(f(Seq(2, 3, 4, 5)))


class Duck:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i

print(f(Duck()))


class Named(tuple):
    pass

print(f(Named((1, 2))), f(collections.namedtuple("P", "x y")(3, 4)))


class Strange(list):
    def __len__(self):
        return 2

try:
    print(f(Strange([7])))
except IndexError as e:
    print("IndexError", e)
match (1, 2), [3]:
    case (a, b), [c]:
        print(a, b, c)
match 1,:
    case x,:
        print(x)
