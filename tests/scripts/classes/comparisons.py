# Rich comparisons: reflection, subclasses first, fallbacks, hash, total order.
import functools
import operator

log = []


class C:
    def __init__(self, name): self.name = name
    def note(self, op, other, result): log.append(f"{self.name}.{op}"); return result


for op in ("lt", "le", "eq", "ne", "gt", "ge"):
    setattr(C, f"__{op}__", lambda self, other, op=op: self.note(op, other, NotImplemented))


class D(C): pass
class E(C):
    def __eq__(self, other): return self.note("E.eq", other, ["truthy"])
    def __lt__(self, other): return self.note("E.lt", other, 0)


for a, b in ((C("a"), C("b")), (C("c"), D("d")), (D("d"), C("c")), (C("c"), E("e")), (C("c"), 5), (5, C("c")), (E("e"), None)):
    row = []
    for op in ("lt", "le", "eq", "ne", "gt", "ge"):
        log.clear()
        try:
            r = getattr(operator, op)(a, b)
        except TypeError as e:
            r = "TypeError"
        row.append(f"{op}={r}<{','.join(log)}>")
    print(*row)
for f in (lambda: C("a") < C("b"), lambda: C("a") >= 1, lambda: 1 < "a", lambda: [] < (), lambda: None < None, lambda: object() <= 1, lambda: {} > {}, lambda: 1j < 2, lambda: [1, "a"] < [1, 2],
          lambda: (1, None) < (1, 2), lambda: range(1) < range(2), lambda: {1} < [1], lambda: print < len, lambda: type < int, lambda: C < D):
    try:
        print(f())
    except TypeError as e:
        print(e)


class OnlyEq:
    def __eq__(self, other): return True
class OnlyNe:
    def __ne__(self, other): return "ne"
class EqAndHash(OnlyEq):
    __hash__ = object.__hash__
class Inherits(OnlyEq): pass


print(OnlyEq() != 1, OnlyEq() == None, OnlyNe() == OnlyNe(), OnlyNe() != 1, OnlyEq.__hash__, Inherits.__hash__, EqAndHash.__hash__ is object.__hash__, isinstance(hash(OnlyNe()), int))
try:
    {OnlyEq(): 1}
except TypeError as e:
    print(e)
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], (nan,) == (nan,), {nan: 1}[nan], [nan].index(nan), [nan].count(nan), nan in {nan}, float("nan") in [nan], max(1, nan), max(nan, 1), sorted([2, nan, 1])[0])
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 1 is not 2 in [2], (1 < 2) == True, 1 < 2 == True, not 1 == 2, 3 > 2 != 2 <= 2)


def say(x):
    log.append(x)
    return x


log.clear()
print(say(1) < say(0) < say(2), log)
log.clear()
print(say(1) < say(2) < say(3) < say(0) < say(9), log)


class Falsy:
    def __bool__(self): return False
    def __repr__(self): return "Falsy()"
class Odd:
    def __lt__(self, other): return Falsy()
    def __eq__(self, other): return "eq"


print(Odd() < Odd() < Odd(), Odd() == 1 == Odd(), Odd() != 1, [Odd()] == [1], Odd() in [3])


@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, T) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, T) else NotImplemented


print(T(1) <= T(2), T(2) >= T(3), T(1) > T(0), T(1) == 1, T(1).__le__(1))
try:
    T(1) >= 1
except TypeError as e:
    print(e)
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(0.5), hash(float("inf")), hash(-float("inf")), hash((1, 2)), hash(()), hash(None) == hash(None), hash(frozenset({1, 2})), hash(1.5 + 2j), hash("a") == hash("a"), hash(range(3)) == hash(range(0, 3, 1)))
