"""Exception objects: args, fields, hierarchy, notes."""
class My(Exception):
    def __init__(self, code, *a): super().__init__(code, *a); self.code = code
    def __str__(self): return f"My {self.code}"
try: raise My(3, "x")
except My as e: print(e, repr(e), e.args, e.code)
print(ValueError("a", 1), repr(ValueError("a")), KeyError("k"), repr(KeyError("k")))
print(issubclass(FileNotFoundError, OSError), OSError(2, "No such", "f"), type(OSError(2, "x")).__name__)
try: open("/nonexistent/file")
except OSError as e: print(type(e).__name__, e.errno, e.strerror, e.filename, e)
e = ValueError("n"); e.add_note("a note"); print(e.__notes__)
s = StopIteration(5); print(s.value, SystemExit(3).code)
try: raise SystemExit("bye")
except SystemExit as x: print(x.code)
try: [].pop()
except IndexError as x: print(x.__traceback__ is not None, x.__traceback__.tb_lineno)
try: assert 1 == 2, "message"
except AssertionError as x: print(x)
try: assert []
except AssertionError as x: print(repr(x))
try: int("x")
except ValueError as x: print(x)
try: float("x")
except ValueError as x: print(x)
try: "abc".index("z")
except ValueError as x: print(x)
try: [1].remove(2)
except ValueError as x: print(x)
print(BaseException.__subclasses__() != [], Exception.__mro__)
eg = ExceptionGroup("g", [ValueError(1), TypeError(2)])
print(eg, eg.exceptions, eg.split(ValueError))
try: raise eg
except* ValueError as x: print("star", x.exceptions)
except* TypeError as x: print("star2", x.exceptions)
