"""__hash__ and __eq__ together: inheritance, dict lookups that compare, mutable keys."""


class K:
    def __init__(self, h, name, equal=()):
        self.h, self.name, self.equal = h, name, equal

    def __hash__(self):
        print("  hash", self.name)
        return self.h

    def __eq__(self, other):
        print("  eq", self.name, getattr(other, "name", other))
        return getattr(other, "name", other) in self.equal

    def __repr__(self):
        return self.name

a, b, c = K(1, "a", "b"), K(1, "b", "a"), K(2, "c")
d = {a: 1}
print(a in d, b in d, c in d)
d[b] = 2
print(d, len(d))
print({a, b}, {b, a}, frozenset([a]) == {b})
print([a, b].index(b), (b, a).count(a), a == a, [a] == [a], (a,) == (b,))
s = {a}
s.discard(b)
print(s)


class OnlyEq:
    def __eq__(self, o): return True


class BothAgain(OnlyEq):
    __hash__ = object.__hash__


class Inherit(OnlyEq):
    pass


class OnlyHash:
    def __hash__(self): return 5

print(OnlyEq.__hash__, Inherit.__hash__, BothAgain.__hash__ is object.__hash__, hash(OnlyHash()))
for x in ([], {}, set(), OnlyEq(), Inherit(), bytearray(), slice(1), {1: 2}.keys(), memoryview(bytearray(b"x")), ([],)):
    try:
        hash(x)
        print("hashable", type(x).__name__)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Changing:
    def __init__(self, n): self.n = n

    def __hash__(self): return self.n

    def __eq__(self, o): return self.n == o.n

x = Changing(1)
d = {x: "v"}
x.n = 2
print(x in d, list(d)[0] is x, Changing(1) in d)
x.n = 1
print(x in d)
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), {1: "a", 1.0: "b", True: "c"}, {0.0, -0.0, 0, False})
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], {nan: 1}[nan], float("nan") in [nan], len({nan, float("nan")}))
print(hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-2 ** 61), hash(float("inf")), hash(1e300), hash(0.1), hash(1j), hash(3 + 4j))
print(hash(()), hash((1,)), hash((1, 2, 3)), hash((1, (2, 3))), hash(frozenset()), hash(frozenset([1, 2, 3])), hash(range(5)), hash(slice) is not None)
import fractions, decimal
print(hash(fractions.Fraction(1, 2)) == hash(0.5), hash(decimal.Decimal("0.5")) == hash(0.5), hash(decimal.Decimal(10 ** 30)) == hash(10 ** 30))
