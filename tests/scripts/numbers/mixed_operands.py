# Ints and floats in one operation, at the borders where a double stops being
# exact; comparisons that decide a branch, and division.
import operator

EDGE = 2 ** 53
VALUES = [0, 1, -1, 3, EDGE - 1, EDGE, EDGE + 1, -EDGE, -EDGE - 1, 2 ** 62,
          2 ** 63 - 1, -2 ** 63, 2 ** 64 + 1, 0.0, -0.0, 0.5, -1.5, 1e16,
          float(EDGE), float("inf"), float("nan"), True, 1e308]


def attempt(fn, *args):
    try:
        return fn(*args)
    except (ZeroDivisionError, OverflowError) as error:
        return type(error).__name__, str(error)


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def div(a, b): return a / b


def div_in_place(a, b):
    a /= b
    return a


def branches(a, b):
    found = []
    if a < b:
        found.append("<")
    if a <= b:
        found.append("<=")
    if not a == b:
        found.append("!=")
    while a > b:
        found.append(">")
        break
    found.append("in" if a in (b,) else "out")
    found.append(a >= b)
    return found


for a in VALUES:
    print(-a, not a, "yes" if a else "no")
    for b in VALUES:
        print(a, b, *(attempt(f, a, b)
                      for f in (add, sub, mul, div, div_in_place, branches)))


class Loud:
    def __lt__(self, other):
        print("<")
        return []

    def __truediv__(self, other):
        return "divided"

    __rtruediv__ = __truediv__

    def __contains__(self, item):
        print("in")
        return ""


if Loud() < 1:
    print("never")
print("a" in Loud(), Loud() / 2, 2 / Loud(), "a" not in Loud())
if "b" in "abc" and "d" not in "abc" and "k" in {"k": 1} and 1 not in {"k": 1}:
    print("found")
try:
    if 1 in "abc":
        pass
except TypeError as error:
    print(error)
print(operator.truediv(0, -5), 0 / -5)
