# sys.excepthook and sys.unraisablehook: replaced, failing, missing.
import io
import re
import sys

shown, sys.stderr = sys.stderr, io.StringIO()


def say():
    text, sys.stderr = sys.stderr.getvalue(), io.StringIO()
    shown.write(re.sub("0x[0-9a-f]+", "0x", text))


class Dies:
    def __init__(self, text): self.text = text
    def __del__(self): raise ValueError(self.text)
    def __repr__(self): return f"<Dies {self.text}>"


class DiesBadly(Dies):
    def __repr__(self): raise KeyError("repr")


Dies("plain")
DiesBadly("no repr")
x = Dies("with context")
try:
    1 / 0
except ZeroDivisionError:
    del x


def mine(args):
    print(type(args).__name__, args.exc_type.__name__, args.exc_value, args.err_msg, args.object.__qualname__, args.exc_traceback is not None)


sys.unraisablehook = mine
Dies("to mine")
sys.unraisablehook = lambda a: 1 / 0
Dies("to a failing hook")
sys.unraisablehook = None
Dies("to none")
del sys.unraisablehook
Dies("to nothing")
sys.unraisablehook = sys.__unraisablehook__
Dies("to the original")


def gen():
    try:
        yield
    finally:
        raise OSError("in the generator")


g = gen()
next(g)
del g


class Iter:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    def __length_hint__(self): raise TypeError("hint")


print(list(Iter()))


say()


def hook(kind, value, trace):
    print("hook", kind.__name__, value, trace.tb_lineno)
    raise LookupError("in the hook")


sys.excepthook = hook
sys.stderr = shown
raise ValueError("the original")
