# Coroutines and asynchronous generators used wrongly.
import sys
import warnings
warnings.simplefilter("ignore")


def attempt(f, *args):
    try:
        return repr(f(*args))
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value


async def value(v): return v
async def awaits(x): return await x
async def loops(x):
    async for i in x: pass
async def withs(x):
    async with x: pass
async def gen():
    yield 1
    yield 2
class BadAwait:
    def __await__(self): return 5
class NoneAwait:
    def __await__(self): return None
class CoroAwait:
    def __await__(self):
        self.made = value(1)
        return self.made
class BadIter:
    def __aiter__(self): return 5
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
class NoExit:
    async def __aenter__(self): pass
class NoEnter:
    async def __aexit__(self, *a): pass
class Sync:
    def __enter__(self): pass
    def __exit__(self, *a): pass
class PlainEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass


for x in (5, None, "a", BadAwait(), NoneAwait(), [], (i for i in ())):
    print(attempt(run, awaits(x)), attempt(run, loops(x)), attempt(run, withs(x)))
c = CoroAwait()
print(attempt(run, awaits(c)))
c.made.close()
for x in (BadIter(), BadNext()): print(attempt(run, loops(x)))
for x in (NoExit(), NoEnter(), Sync(), PlainEnter()): print(attempt(run, withs(x)))
c = value(3)
print(attempt(c.send, 5), attempt(iter, c), attempt(next, c), attempt(list, c), attempt(run, c), attempt(c.send, None), attempt(run, awaits(c)), attempt(c.close))
c = value(3)
print(c.cr_running, c.cr_frame is not None, c.cr_await, c.cr_origin, c.cr_suspended, attempt(c.throw, KeyError(1)), c.cr_frame, attempt(c.throw, KeyError(2)))
g = gen()
print(attempt(next, g), attempt(iter, g), g.ag_running, g.ag_await, g.__aiter__() is g, attempt(run, g.__anext__()), attempt(run, g.asend(1)), attempt(run, g.asend(2)), attempt(run, g.__anext__()))
g = gen()
print(attempt(run, g.asend(1)), attempt(run, g.athrow(KeyError(1))), attempt(run, g.__anext__()), attempt(run, g.aclose()))
g = gen(); n = g.__anext__()
print(attempt(n.send, 5), attempt(run, n), attempt(n.send, None), attempt(n.throw, KeyError), attempt(n.close), attempt(run, g.aclose()), attempt(run, g.__anext__()))


async def ignores():
    try: yield 1
    except GeneratorExit: yield 2


g = ignores()
print(attempt(run, g.__anext__()), attempt(run, g.aclose()))
async def stops():
    yield 1
    raise StopAsyncIteration("x")
async def stops2(): raise StopIteration("y")
g = stops()
print(attempt(run, g.__anext__()), attempt(run, g.__anext__()), attempt(run, stops2()), attempt(anext, 5), attempt(aiter, 5), attempt(aiter, BadIter()), attempt(run, awaits(anext(gen()))))
g = gen()
async def exhaust(g): return [await anext(g, "default") for _ in range(4)]
print(run(exhaust(g)), type(anext(gen(), 1)).__name__, type(gen().asend(1)).__name__, type(gen().athrow(ValueError)).__name__)
async def both(): return [x async for x in gen() if await value(x) > 1], {x async for x in gen()}, [y for y in [await value(1)]], sum([x async for x in gen()])
print(run(both()))
def show_coroutine():
    c = value(1)
    c.close()
    return type(c), value.__code__.co_flags & 0x80, gen.__code__.co_flags & 0x200
print(show_coroutine())
