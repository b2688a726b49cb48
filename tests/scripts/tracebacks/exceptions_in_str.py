"""Exceptions whose str() fails or is odd, uncaught ones of classes in functions and modules."""
import sys


class BadStr(Exception):
    def __str__(self):
        raise ValueError("no str")


class NotStr(Exception):
    def __str__(self):
        return 5


class Lines(Exception):
    def __str__(self):
        return "one\ntwo\n\nthree"


def local():
    class Inside(Exception):
        pass
    return Inside


class Outer:
    class Inner(Exception):
        __module__ = "elsewhere"


class BadModule(Exception):
    __module__ = 5

for e in (BadStr(), NotStr(), Lines(), local()("x"), local()(), Outer.Inner("y"),
          BadModule("m"), KeyError("k\nk"), ValueError(""), ValueError(None),
          ValueError("a", 1), OSError(2, "no", "file"), SyntaxError("m"),
          SyntaxError("m", ("f.py", 1, 3, "a b c", 1, 4)),
          SyntaxError("m", ("f.py", 1, 3, None)),
          SyntaxError("m", (None, 1, 3, "  a b\n")),
          SyntaxError("m", ("f.py", 1, 0, "abc")),
          SyntaxError("m", ("f.py", 1, 99, "abc")),
          SyntaxError("m", ("f.py", 2, 2, "abc", 3, 1)), StopIteration(3), SystemExit(4)):
    sys.excepthook(type(e), e, None)
raise Lines
