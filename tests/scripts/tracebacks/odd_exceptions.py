# Exceptions whose text, module or name is odd.
import sys
from _report import report


class StrFails(Exception):
    def __str__(self): raise ValueError("in str")
class StrNotText(Exception):
    def __str__(self): return 5
class Empty(Exception):
    def __str__(self): return ""
class Lines(Exception):
    def __str__(self): return "one\ntwo\n"
class Surrogate(Exception):
    def __str__(self): return "\ud800 \x00 \x1b é"
class NoModule(Exception): pass
NoModule.__module__ = None
class BuiltinModule(Exception): pass
BuiltinModule.__module__ = "builtins"
class Elsewhere(Exception): pass
Elsewhere.__module__ = "some.where"
class Number(Exception): pass
Number.__module__ = 5
class Outer:
    class Inner(Exception): pass
class Renamed(Exception): pass
Renamed.__name__, Renamed.__qualname__ = "Other", "Quite.Other"
class Meta(type):
    def __str__(cls): return "meta str"
    def __repr__(cls): return "meta repr"
class WithMeta(Exception, metaclass=Meta): pass
class DeletedModule(Exception): pass
del DeletedModule.__module__


def raiser(e):
    def f(): raise e
    f.__name__ = getattr(e, "__name__", None) or type(e).__name__
    return f


def local():
    class Local(Exception): pass
    raise Local("l")


report(*map(raiser, [StrFails, StrNotText, Empty, Lines, Surrogate, NoModule("x"), BuiltinModule("x"), Elsewhere("x"), Number("x"), Outer.Inner("x"),
                     Renamed("x"), WithMeta("x"), DeletedModule("x"), Exception, Exception(""), Exception(None), Exception(()), Exception(1, 2), Exception("a\nb"), KeyError("k"),
                     KeyError(), KeyError(1, 2), KeyError("q'\""), OSError(2, "no", "file"), OSError(2, "no", "a", None, "b"), OSError(), OSError(1), StopIteration(5), SystemExit("x"), SystemExit(),
                     KeyboardInterrupt(), GeneratorExit("g"), UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "bad"), UnicodeEncodeError("ascii", "aé", 1, 2, "no"), UnicodeTranslateError("x", 0, 1, "t"),
                     AssertionError(), AssertionError(0), ImportError("i", name="n", path="p"), NameError("n", name="report_"), AttributeError("a", name="b", obj=1), RecursionError("deep"), MemoryError(),
                     Warning("w"), DeprecationWarning("d"), BlockingIOError(1, "b", 3), local]))
report(local)
for args in ((), (1,), (ValueError, ValueError("x")), (1, 2, 3), (ValueError, "text", None), (None, None, None), (ValueError, None, None), (ValueError, TypeError("t"), None), (ValueError, ValueError("v"), 7)):
    try:
        sys.__excepthook__(*args)
    except TypeError as e:
        print(type(e).__name__, e)
