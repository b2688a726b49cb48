# Asynchronous generators: asend, athrow, aclose, their states, their errors.
def step(awaitable, value=None):
    """One send: what it yields, returns or raises."""
    try:
        return "yield", awaitable.send(value)
    except BaseException as e:
        return type(e).__name__, e.args, getattr(e, "value", None)


class Pause:
    def __init__(self, word): self.word = word
    def __await__(self):
        return (yield self.word)


async def gen():
    try:
        got = yield 1
        print("  got", got)
        got = await Pause("between")
        print("  woken", got)
        yield 2
    except ValueError as e:
        print("  caught", e)
        yield 3
    finally:
        print("  finally")


g = gen()
print(type(g).__name__, g.__name__, g.ag_running, g.ag_await, g.ag_frame is not None, g.ag_code.co_name)
a = g.asend(None)
print(type(a).__name__, hasattr(a, "__await__"), iter(a) is a)
print(step(a), step(a))
b = g.asend("hello")
print(step(b), g.ag_running, type(g.ag_await).__name__)
print(step(g.asend(1)))
print(step(b, "up"), g.ag_running)
print(step(g.athrow(ValueError("thrown"))))
print(step(g.__anext__()), g.ag_frame, step(g.__anext__()))
print(step(g.aclose()), step(g.athrow(KeyError("late"))))

g = gen()
print("non-None first:", step(g.asend(5)), step(g.asend(None), 5))
g = gen()
print("aclose unstarted", step(g.aclose()), step(g.__anext__()))
g = gen()
print("athrow unstarted", step(g.athrow(IndexError)), step(g.__anext__()))
g = gen()
step(g.__anext__())
c = g.aclose()
print("aclose", step(c), step(c), step(g.aclose()))


async def stubborn():
    while True:
        try:
            yield "again"
        except GeneratorExit:
            print("  ignored")


g = stubborn()
step(g.__anext__())
print(step(g.aclose()))


async def awaits_in_finally():
    try:
        yield 1
    finally:
        print("  back with", await Pause("closing"))


g = awaits_in_finally()
step(g.__anext__())
c = g.aclose()
print(step(c), step(c, "x"), step(c))


async def stops(which):
    yield 0
    raise which


for which in (StopIteration(1), StopAsyncIteration(2), GeneratorExit(), KeyError("k")):
    g = stops(which)
    step(g.__anext__())
    print(step(g.__anext__()))


async def two():
    yield 1
    yield 2


g = two()
a = g.asend(None)
print(step(a.throw) if False else None)
try:
    a.throw(KeyError("in asend"))
except KeyError as e:
    print(repr(e))
print(step(g.__anext__()))
a = g.asend(None)
a.close()
print(step(a))
