"""Errors in finalizers and callbacks, which cannot be raised."""
import gc
import sys
import weakref


class Dies:
    def __del__(self):
        raise ValueError("in __del__")


def show(u):
    print(u.exc_type.__name__, u.exc_value, u.err_msg, getattr(u.object, "__qualname__", u.object))

d = Dies()
del d
sys.stderr.flush()
sys.unraisablehook = show
Dies()


def callback(r):
    raise KeyError("in callback")

t = type("T", (), {})()
r = weakref.ref(t, callback)
del t


def gen():
    try:
        yield
    finally:
        raise OSError("while closing")

g = gen()
next(g)
del g


class Cyc:
    def __init__(self):
        self.me = self

    def __del__(self):
        1 / 0

Cyc()
print(gc.collect() > 0)


def bad_hook(u):
    raise RuntimeError("the hook fails")

sys.unraisablehook = sys.__unraisablehook__


class Deep:
    def __del__(self):
        del self.other

x = Deep()
del x
import atexit


@atexit.register
def at_the_end():
    raise LookupError("at exit")
