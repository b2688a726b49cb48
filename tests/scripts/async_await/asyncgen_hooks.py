# sys.set_asyncgen_hooks, aiter, anext with and without a default.
import sys


def step(awaitable, value=None):
    try:
        return "yield", awaitable.send(value)
    except BaseException as e:
        return type(e).__name__, e.args


class Pause:
    def __await__(self):
        return (yield "pause")


async def gen(n):
    try:
        for i in range(n):
            await Pause()
            yield i
    finally:
        print("  end of gen")


class Plain:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 1: raise StopAsyncIteration
        return self.n


print(sys.get_asyncgen_hooks())
first, finalized = [], []
sys.set_asyncgen_hooks(lambda g: first.append(g.__name__), lambda g: finalized.append(g.__name__))
print(all(callable(h) for h in sys.get_asyncgen_hooks()))
g = gen(2)
print(first)
n = anext(g)
print(first, type(n).__name__, step(n), step(n))
del n, g
print(finalized)
g = gen(1)
n = g.__anext__()
step(n), step(n), step(g.__anext__()), step(g.__anext__())
h = gen(1)
del h
print(first, finalized)
h = g.__anext__()
print(step(h))
sys.set_asyncgen_hooks(firstiter=None)
print(sys.get_asyncgen_hooks().firstiter, sys.get_asyncgen_hooks().finalizer is not None)
sys.set_asyncgen_hooks(None, None)
for bad in (dict(firstiter=1), dict(finalizer="x"), dict(other=1)):
    try:
        sys.set_asyncgen_hooks(**bad)
    except TypeError as e:
        print(e)
print(aiter(g) is g)
d = anext(Plain(), "default")
print(type(d).__name__, step(d))
p = Plain()
step(anext(p))
print(step(anext(p, "default")), step(anext(p)))


async def use():
    g = gen(1)
    return [await anext(g, "none"), await anext(g, "none"), await anext(g, None)]


u = use()
print(step(u), step(u))
d = anext(gen(1), 7)
print(step(d), d.throw.__name__)
try:
    d.throw(KeyError("into"))
except KeyError as e:
    print(repr(e))
d = anext(gen(1), 7)
step(d)
print(d.close())
for bad in (lambda: aiter(1), lambda: anext(1), lambda: anext([], 1), lambda: aiter(), lambda: anext(), lambda: anext(Plain(), 1, 2)):
    try:
        print(bad())
    except TypeError as e:
        print(e)


def complain(g):
    raise ValueError("hook")


sys.set_asyncgen_hooks(complain)
try:
    gen(1).__anext__()
except ValueError as e:
    print("from hook", e)
sys.set_asyncgen_hooks(None)
