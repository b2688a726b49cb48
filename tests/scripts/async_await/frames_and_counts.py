"""References that coroutines hold: arguments, locals, what is awaited."""
import gc
import sys
import weakref


class Thing:
    pass


class Wait:
    def __init__(self, thing=None):
        self.thing = thing

    def __await__(self):
        yield
        return self.thing


async def holds(x):
    y = x
    await Wait(x)
    del y
    await Wait()
    return x

t = Thing()
r = weakref.ref(t)
base = sys.getrefcount(t)
c = holds(t)
print(sys.getrefcount(t) - base)
c.send(None)
print(sys.getrefcount(t) - base)
c.send(None)
print(sys.getrefcount(t) - base)
print(sorted(c.cr_frame.f_locals))
try:
    c.send(None)
except StopIteration as e:
    print(e.value is t, sys.getrefcount(t) - base)
    e = None
print(sys.getrefcount(t) - base)
del c
print(sys.getrefcount(t) - base)

c = holds(t)
c.send(None)
del t
print(r() is not None)
del c
print(r() is None)


async def cycle():
    me = box
    me.append(me)
    await Wait()

box = []
c = cycle()
c.send(None)
box.append(c)
r = weakref.ref(c)
box = c = None
print(r() is None, gc.collect() > 0, r() is None)


async def agen(x):
    yield x
    yield 2

t = Thing()
r = weakref.ref(t)
g = agen(t)
try:
    g.__anext__().send(None)
except StopIteration as e:
    print(e.value is t)
del t
print(r() is not None)
del g
print(r() is None)
