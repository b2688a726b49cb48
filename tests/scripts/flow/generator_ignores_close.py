# A generator that yields when it is closed: it dies all the same, and lets go
# of what it held.
import sys


class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("gone", self.name)


def stubborn(name):
    n = N(name)
    try:
        yield 1
    finally:
        yield "in finally"


def ignored(unraisable):
    print("ignored:", repr(unraisable.exc_value), unraisable.object is not None)


sys.unraisablehook = ignored
i = stubborn("dropped")
next(i)
del i
import gc
gc.collect()
print("--")
i = stubborn("closed")
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)
print(i.gi_frame is not None)
del i
gc.collect()
print("end")
