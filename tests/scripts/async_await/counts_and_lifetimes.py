# What coroutines and asynchronous generators hold, and when it goes.
import gc
import sys
import weakref

gc.disable()


class Thing:
    def __init__(self, name): self.name = name
    def __del__(self): print("  dies:", self.name)
    def __await__(self):
        yield self.name
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return None
    def __aiter__(self): return self
    async def __anext__(self): return 1


async def hold(x):
    await x
    print("  after await", sys.getrefcount(x))


t = Thing("a")
c = hold(t)
print(sys.getrefcount(t))
c.send(None)
print(sys.getrefcount(t))
try:
    c.send(None)
except StopIteration:
    print("stop", sys.getrefcount(t))
del c
print(sys.getrefcount(t))
del t


async def temp():
    await Thing("temporary")
    print("  temporary awaited")
    async with Thing("manager"):
        print("  in body")
    print("  body left")
    async for x in Thing("iterated"):
        break
    print("  loop left")


c = temp()
c.send(None)
try:
    c.send(None)
except StopIteration:
    print("temp ends")

c = temp()
c.send(None)
print("closing")
c.close()

c = temp()
c.send(None)
print("dropping")
del c


async def agen(x):
    yield x
    yield sys.getrefcount(x)


t = Thing("b")
g = agen(t)
for _ in range(3):
    try:
        g.__anext__().send(None)
    except (StopIteration, StopAsyncIteration) as e:
        print(type(e).__name__, sys.getrefcount(t), type(e.value).__name__ if e.args else None)
        del e
print(sys.getrefcount(t), g.ag_frame)
del t


async def cyclic():
    me = keep
    t = Thing("in cycle")
    await t


keep = cyclic()
keep.send(None)
r = weakref.ref(keep)
del keep
print(r() is not None)
print(gc.collect() > 0, r())
c = hold(Thing("never started"))
c.close()
print("closed")
del c
f = hold
print(sys.getrefcount(hold))
c = hold(Thing("refs"))
print(sys.getrefcount(hold), sys.getrefcount(c), gc.get_referents(c)[-1:] != [], gc.is_tracked(c))
c.close()
