"""Class patterns: __match_args__, keywords, built-in types, errors in them."""
import dataclasses


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Loud:
    __match_args__ = ("first", "second")

    def __getattr__(self, name):
        print("  asks for", name)
        if name == "second":
            return 2
        raise AttributeError(name)


def f(x):
    match x:
        case bool(b):
            return "bool", b
        case int(n) if n > 100:
            return "large", n
        case int() | float() as number:
            return "number", number
        case str(s):
            return "str", s
        case Point(0, 0):
            return "origin"
        case Point(x, y=0):
            return "on the x axis", x
        case Point(x=a, y=b):
            return "point", a, b
        case list([a, b]):
            return "list of two", a, b
        case tuple((a, *_)):
            return "tuple", a
        case dict({"k": v}):
            return "dict", v
        case set(s) | frozenset(s):
            return "set", sorted(s)
        case bytes(b) | bytearray(b):
            return "bytes", b
        case type(__name__=n):
            return "type", n
        case BaseException(args=(a, *_)):
            return "error with", a
        case object(nothing=_):
            return "has nothing"
        case _:
            return "other"

for x in (True, 5, 101, 1.5, "s", Point(0), Point(3), Point(1, 2), [1, 2], [1],
          (9,), (), {"k": 1}, {1, 2}, frozenset([3]), b"b", bytearray(b"c"), int,
          ValueError("v"), ValueError(), None, 3j):
    print(f(x))

match Loud():
    case Loud("x", 2):
        print("not here")
    case Loud(second=2):
        print("by keyword")


def attempt(cls, source):
    try:
        ns = {"C": cls, "x": cls()}
        exec("match x:\n case " + source + ": print('matched', x)", ns)
    except Exception as e:
        print(type(e).__name__, e)


class None_: pass


class Few: __match_args__ = ("a",)


class NotTuple: __match_args__ = ["a"]


class NotStr: __match_args__ = (1,)


class Twice:
    __match_args__ = ("a", "a")
    a = 1

attempt(None_, "C(1)")
attempt(Few, "C(1, 2)")
attempt(NotTuple, "C(1)")
attempt(NotStr, "C(1)")
attempt(Twice, "C(1, 1)")
attempt(Twice, "C(1, a=1)")
attempt(int, "int(1, 2)")
attempt(lambda: 0, "C()")
match 7:
    case int(real=r, imag=i):
        print(r, i)
