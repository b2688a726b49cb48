# What the quick ways for exact built-in objects must leave alone: subclasses,
# other classes among the items, order of calls, and the limit of recursion.
import sys


class Number(int):
    def __eq__(self, other):
        print("eq", int(self), other)
        return int(self) == other

    __hash__ = int.__hash__

    def __radd__(self, other):
        print("radd", other)
        return int(self) + other


class Text(str):
    def __eq__(self, other):
        print("text eq", str(self), other)
        return True

    __hash__ = str.__hash__


class Anything:
    def __eq__(self, other):
        print("anything", other)
        return other == 3


for items in ((1, 2, 3), [1, 2, 3], (1, "a", None), (1, Anything(), 3),
              [Number(2), 5], (True, 1.0), ("x", Text("y")), ()):
    for item in (1, 3, "a", None, 1.0, 2 ** 70, Number(5), "q"):
        print(item, item in items, item not in items)

for a in ("a", "b", "ab", "", "é", "€", Text("a"), 1, None):
    for b in ("a", "ab", "", "€", "\U0001f600"):
        print(a == b, a != b, end=" ")
        try:
            print(a < b, a <= b, a > b, a >= b)
        except TypeError as error:
            print(error)

print(sum([]), sum([1, 2, True, False]), sum([2 ** 62] * 5),
      sum([-2 ** 63, -1]), sum([1, 2.5, 3, 2 ** 80]), sum([0.1] * 10, -0.0),
      sum([1, 2, Number(3), 4]), sum([[1], [2]], []), sum((), 5.5))
print(sum(i == 2 for i in range(5)), sum((1.5, True, 2)))
try:
    print(sum([1, "a"]))
except TypeError as error:
    print(error)


def fails():
    yield 1
    yield 2
    raise KeyError("stop")


try:
    print(sum(fails()))
except KeyError as error:
    print(repr(error))
big = 10 ** 12
print(sum([], big) is big, sum([0], big) is big)

for base in (0, 1, -1, 2, -2, 3, 10, -7, 2 ** 31, 2 ** 62, -2 ** 63):
    print([base ** n for n in (0, 1, 2, 3, 5, 18, 62, 63, 64)])
print(2 ** -1, (-1) ** 10 ** 9, 1 ** 2 ** 62, True ** 3, pow(3, 4, 5))

print(type(1) is int, type(Number(1)) is Number, type(type) is type)
print([float(n) for n in (2 ** 53 + 1, -2 ** 63, 2 ** 63 - 1, 0)])


class Claims:
    __class__ = int


class Hides:
    def __getattribute__(self, name):
        print("getattribute", name)
        return object.__getattribute__(self, name)


print(isinstance(Claims(), int), isinstance(Claims(), (str, float)),
      isinstance(Hides(), int), isinstance(1, (str, bytes)))

items = []
for i in range(20):
    print(items.append(i), end=" ")
print(items, sys.getrefcount(items))
copy = items.copy()
copy.append(1)
print(len(items), len(copy))


def deepest(check):
    try:
        return deepest(check)
    except RecursionError:
        return "limit"


print(deepest(None))
for char in "añ€😀":
    print(char, sys.getrefcount(char) > 1)
print([c for c in "plain"])
