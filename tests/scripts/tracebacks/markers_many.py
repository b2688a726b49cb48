"""Where the ^^^^ stand: calls, subscripts, operators, attributes, over lines, with wide characters."""
import sys


def attempt(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__.tb_next)

d = {"a": {"b": None}}
x = None
attempt(lambda: d["a"]["b"]["c"])
attempt(lambda: d["a"]["z"]["c"])
attempt(lambda: 1 + 2 * x)
attempt(lambda: (1 +
                 x))
attempt(lambda: d.get("a").get("b").get("c"))
attempt(lambda: x.y.z)
attempt(lambda: x(1, 2)(3))
attempt(lambda: [1, 2][5] + [3][0])
attempt(lambda: "é€🐍" + x)
attempt(lambda: ("é€🐍", x + 1))
attempt(lambda: {1: 2, **x})
attempt(lambda: print(*x))
attempt(lambda: [*x])
attempt(lambda: -x)
attempt(lambda: not x + 1)
attempt(lambda: x[0:1])
attempt(lambda: 1 if x + 1 else 2)
attempt(lambda: x < 1 < 2)
attempt(lambda: 1 in x)
attempt(lambda: [y for y in x])
attempt(lambda: f"{x.name!r:>{5}}")
attempt(lambda: f"{1 + x}")
attempt(lambda: int("x",
                    base=10))


def statement():
    a = b = x.c
    return a, b


def deleting():
    del d["nothing"]


def storing():
    x[0] = 1


def augmented():
    n = 1
    n += x


def unpacking():
    a, b = 1, 2, 3


def importing():
    import nothing.at_all


def asserting():
    assert x == 1, "message"


def raising():
    raise ValueError("x" *
                     3)


def decorating():
    @x
    def f():
        pass


def defaulting():
    def f(a=x.y):
        pass


def classing():
    class C(x.y):
        pass


def withing():
    with x as y:
        pass


def iterating():
    for y in x:
        pass

for f in (statement, deleting, storing, augmented, unpacking, importing,
          asserting, raising, decorating, defaulting, classing, withing, iterating):
    attempt(f)
undefined_name + 1
