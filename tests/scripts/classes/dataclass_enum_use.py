"""dataclasses, enums and named tuples of the library: generated code, errors, reprs."""
import collections
import dataclasses
import enum
import typing


@dataclasses.dataclass(order=True)
class P:
    x: int
    y: int = 2
    tags: list = dataclasses.field(default_factory=list, compare=False, repr=False)
    total: int = dataclasses.field(init=False, default=0)
    kind: typing.ClassVar[str] = "k"

    def __post_init__(self): self.total = self.x + self.y

p = P(1)
print(p, p == P(1, 2), P(1) < P(2), p.total, dataclasses.asdict(p), dataclasses.astuple(p), dataclasses.replace(p, x=9))
print([f.name for f in dataclasses.fields(P)], P.__match_args__, P.__hash__)
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(z=1), lambda: hash(p), lambda: p < 5, lambda: P(1) >= "x"):
    try:
        print(f())
    except TypeError as e:
        print(e)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class F:
    a: int
    b: str = "b"

f = F(a=1)
for g in (lambda: setattr(f, "a", 2), lambda: F(1), lambda: hash(f) == hash(F(a=1)), lambda: f.__slots__, lambda: delattr(f, "b"), lambda: setattr(f, "zz", 1)):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
try:
    @dataclasses.dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
try:
    @dataclasses.dataclass
    class Bad:
        a: list = []
except ValueError as e:
    print(e)


class Color(enum.Enum):
    RED = 1
    GREEN = "g"
    CRIMSON = RED

    def describe(self): return self.name.lower()

print(list(Color), Color.CRIMSON is Color.RED, Color(1), Color["GREEN"], Color.RED.describe(), repr(Color.GREEN), Color.__members__.keys())
for g in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color, "RED", 2), lambda: Color.RED < Color.GREEN, lambda: Color.RED.nothing):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)


class Perm(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    X = enum.auto()

print(Perm.R | Perm.W, ~Perm.R, Perm.R in (Perm.R | Perm.X), Perm(0), Perm(7), list(Perm.R | Perm.X), bool(Perm(0)), Perm.R ^ Perm.R)


class Num(enum.IntEnum):
    ONE = 1
    TWO = 2

print(Num.ONE + 1, Num.ONE == 1, sorted([Num.TWO, Num.ONE]), f"{Num.ONE}", f"{Num.ONE:03}", str(Num.TWO), repr(Num.TWO), [10, 20][Num.ONE])
Pt = collections.namedtuple("Pt", "x y z", defaults=[5])
q = Pt(1, 2)
print(q, q.x, q._asdict(), q._replace(x=9), Pt._fields, Pt._field_defaults, q == (1, 2, 5), Pt._make([1, 2, 3]))
for g in (lambda: Pt(1), lambda: Pt(1, 2, 3, 4), lambda: setattr(q, "x", 1), lambda: q._replace(w=1), lambda: Pt._make([1]), lambda: collections.namedtuple("N", "a a"), lambda: collections.namedtuple("N", "class")):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)


class NT(typing.NamedTuple):
    a: int
    b: str = "x"

print(NT(1), NT.__annotations__, NT(1)._replace(b="y"))
