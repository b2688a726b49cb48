"""Asynchronous generators: asend, athrow, aclose, order of finally, states."""


def run(awaitable):
    it = awaitable.__await__() if hasattr(awaitable, "__await__") else awaitable
    try:
        while True:
            print("  yielded", next(it))
    except StopIteration as stop:
        return stop.value


class Pause:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        yield self.what


async def agen(n):
    try:
        for k in range(n):
            await Pause(f"pause {k}")
            got = yield k
            print("  got", got)
    except KeyError as e:
        print("  caught", repr(e))
        yield "after the error"
    finally:
        await Pause("in finally")
        print("  finally")


g = agen(3)
print(g.ag_running, g.ag_await, g.ag_frame is not None, g.ag_code.co_name)
print(run(g.__anext__()))
print(run(g.asend("hello")))
print(run(g.athrow(KeyError("k"))))
try:
    run(g.__anext__())
except StopAsyncIteration as e:
    print("end", e.args)
try:
    run(g.asend(1))
except StopAsyncIteration as e:
    print("end again", e.args)

g = agen(2)
print(run(g.__anext__()))
print(run(g.aclose()))
print(run(g.aclose()))

g = agen(2)
try:
    run(g.asend("too early"))
except TypeError as e:
    print(e)


async def ignores_close():
    try:
        yield 1
    except GeneratorExit:
        yield 2

g = ignores_close()
run(g.__anext__())
try:
    run(g.aclose())
except RuntimeError as e:
    print(e)


async def collects():
    print([x async for x in agen(2)])
    print({x: y async for x, y in pairs()})
    print({x async for x in agen(1)})
    print([x async for x in agen(4) if x % 2])
    print([await val(x) for x in range(3)])
    g = (x async for x in agen(1))
    print(type(g).__name__)
    async for x in g:
        print(x)


async def pairs():
    yield 1, 2
    yield 3, 4


async def val(x):
    await Pause("val")
    return x * x

run(collects())
