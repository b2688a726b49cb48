"""The fields of every built-in exception: OSError, SyntaxError, Unicode, Import, Stop, Attribute."""
import builtins
import errno


def fields(e, *names):
    return [(n, getattr(e, n, "unset")) for n in names]

for args in ((), (1,), (2, "no"), (2, "no", "file"), (2, "no", "file", None, "to"),
             (13, "x"), (17, "x"), (32, "x"), (4, "x"), (10, "x"), (111, "x"),
             (104, "x"), (103, "x"), (11, "x"), (115, "x"), (20, "x"), (21, "x"),
             (3, "x"), (110, "x"), (1, "x"), ("2", "x"), (2, "no", b"file"),
             (2, "a", "b", "c"), (1, 2, 3, 4, 5, 6)):
    e = OSError(*args)
    print(type(e).__name__, e.args, str(e),
          fields(e, "errno", "strerror", "filename", "filename2"))
print(type(FileNotFoundError(13, "x")).__name__, IOError is OSError, EnvironmentError is OSError)
e = BlockingIOError(11, "would", 7)
print(fields(e, "characters_written", "filename"), BlockingIOError(11, "w").args)
try:
    BlockingIOError(11, "w").characters_written
except AttributeError as x:
    print(x)
print(fields(StopIteration(1, 2), "value", "args"), fields(StopIteration(), "value"))
print(fields(SystemExit(), "code"), fields(SystemExit(1), "code"), fields(SystemExit(1, 2), "code"))
print(fields(ImportError("m", name="n", path="p"), "msg", "name", "path", "args"))
print(fields(ImportError(1, 2), "msg", "name"))
print(fields(ModuleNotFoundError("m"), "msg", "name", "path"))
print(fields(NameError("m", name="n"), "name"), fields(AttributeError("m", name="n", obj=3), "name", "obj"))
print(fields(UnboundLocalError("m"), "name"))
for bad in (lambda: ImportError(x=1), lambda: NameError(name="a", b=1),
            lambda: ValueError(a=1), lambda: UnicodeDecodeError(),
            lambda: UnicodeDecodeError("a", "b", 1, 2, "r"),
            lambda: UnicodeEncodeError("a", b"b", 1, 2, "r"),
            lambda: SyntaxError("m", 5), lambda: SyntaxError("m", (1, 2))):
    try:
        print(repr(bad()))
    except (TypeError, IndexError) as x:
        print(type(x).__name__, x)
e = SyntaxError("m", ("f", 3, 5, "text\n", 3, 9))
print(fields(e, "msg", "filename", "lineno", "offset", "text", "end_lineno",
             "end_offset", "print_file_and_line", "args"), str(e))
print(str(SyntaxError("m", ("a/b.py", 3, 5, "t"))), str(SyntaxError("m")), str(SyntaxError()))
print(IndentationError.__mro__, TabError.__base__)
e = UnicodeDecodeError("utf-8", b"abc\xff", 3, 4, "bad byte")
print(str(e), fields(e, "encoding", "object", "start", "end", "reason"))
e.start, e.end, e.reason = -5, 100, "other"
print(str(e), e.start, e.end)
print(str(UnicodeEncodeError("ascii", "a\u20acb", 1, 2, "r")))
print(str(UnicodeEncodeError("ascii", "a\u20ac\U0001f40db", 1, 3, "r")))
print(str(UnicodeTranslateError("a\xe9", 1, 2, "r")))
print(str(KeyError("k")), str(KeyError("a", "b")), str(KeyError()), repr(KeyError("k")))
names = sorted(n for n, t in vars(builtins).items()
               if isinstance(t, type) and issubclass(t, BaseException))
for n in names:
    t = getattr(builtins, n)
    print(n, t.__base__.__name__,
          sorted(k for k in set(dir(t)) - set(dir(Exception)) if k[:2] != '__'))
