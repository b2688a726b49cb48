"""Iteration by __getitem__, in, reversed, unpacking, and iterators that misbehave."""


class Seq:
    def __init__(self, n, error=IndexError):
        self.n, self.error = n, error

    def __getitem__(self, i):
        if isinstance(i, slice):
            return i
        if not 0 <= i < self.n:
            raise self.error(i)
        return i * 10

print(list(Seq(3)), 10 in Seq(3), 5 in Seq(3), [*Seq(2)], max(Seq(4)), dict(enumerate(Seq(2))))
a, b = Seq(2)
print(a, b, Seq(1)[1:2:3], Seq(1)[:], list(zip(Seq(2), Seq(3))))
print(list(Seq(2, StopIteration)))
try:
    list(Seq(2, KeyError))
except KeyError as e:
    print("KeyError", e)
try:
    reversed(Seq(2))
except TypeError as e:
    print(e)


class WithLen(Seq):
    def __len__(self):
        return self.n

print(list(reversed(WithLen(3))))
it = iter(Seq(3))
print(type(it).__name__, next(it), it.__reduce__()[1][1:], it.__length_hint__() if hasattr(it, "__length_hint__") else None)
it = iter(WithLen(3))
next(it)
print(it.__length_hint__())


class BadNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("in next")

try:
    [x for x in BadNext()]
except ValueError as e:
    print(e)


class Forever:
    def __init__(self): self.k = 0

    def __iter__(self): return self

    def __next__(self):
        self.k += 1
        if self.k == 3:
            raise StopIteration
        return self.k

f = Forever()
print(list(f), list(zip(f, range(2))))
print(list(iter(iter([3, 2, 1, 0]).__next__, 1)))
c = iter(lambda: 1, 1)
print(list(c), list(c), type(c).__name__)


class Hint:
    def __init__(self, hint): self.hint = hint

    def __iter__(self): return iter("ab")

    def __length_hint__(self): return self.hint

import operator
for hint in (5, 0, -1, "x", NotImplemented, 2 ** 70):
    try:
        print(operator.length_hint(Hint(hint), 7), list(Hint(hint)))
    except Exception as e:
        print(type(e).__name__, e)
for source in ("a, b = Seq(3)", "a, b, c = Seq(2)", "a, *b, c = Seq(1)", "*a, = Seq(2); print(a)",
               "a, (b, *c) = 1, Seq(3); print(c)", "a, b = 5", "a, b = None", "[] = Seq(0)", "[] = Seq(1)",
               "a, b = {}", "(a, b), c = 'xy', 'z'; print(a, b, c)"):
    try:
        exec(source, {"Seq": Seq})
    except Exception as e:
        print(type(e).__name__, e)
