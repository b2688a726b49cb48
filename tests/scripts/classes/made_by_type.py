# type(name, bases, dict): names, docstrings, the order of the dict.
import collections


def attempt(*args):
    try:
        return type(*args).__name__
    except (TypeError, ValueError) as e:
        return f"{type(e).__name__}: {e}"


print(attempt("A\0B", (), {}))
print(attempt("A\udcdcB", (), {}))
print(attempt("A", (), {"__doc__": "x\udcdcy"}))
print(attempt("A", (), {"__doc__": "x\0y"}))


class A:
    pass


for name in "A\0B", "A\udcdcB", "ok":
    try:
        A.__name__ = name
    except ValueError as e:
        print(e)
    print(A.__name__)
moved = collections.OrderedDict([("a", 1), ("b", 2)])
moved.move_to_end("a")
print(list(type("C", (), moved).__dict__.items())[:2])


# What dir() says of one whose class cannot be asked for.
class Slots:
    __slots__ = ["__class__", "__dict__"]

    def __init__(self):
        self.bar = 1


print(dir(Slots()))


# A property's docstring follows its getter.
class P:
    @property
    def p(self):
        """first"""

    p = p.setter(lambda self, value: None)
    q = p.getter(lambda self: None)

    @p.getter
    def r(self):
        """second"""


print(P.p.__doc__, P.q.__doc__, P.r.__doc__)
