# What may be awaited, in C and in scripts; __await__ that misbehaves.
import collections.abc
import types


def run(coro, values=()):
    values = iter(values)
    try:
        told = coro.send(None)
        while True:
            print("  told", told)
            told = coro.send(next(values, None))
    except StopIteration as e:
        return e.value
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class A:
    def __init__(self, it): self.it = it
    def __await__(self): return self.it


async def use(x):
    return await x


class It:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("it's end")
        return self.n


class ItSend(It):
    def send(self, value):
        print("  send", value)
        return next(self)


class ItThrow(It):
    def throw(self, *args):
        print("  throw", args[0] if isinstance(args[0], type) else type(args[0]).__name__, len(args))
        return "thrown"
    def close(self): print("  close")


async def coro(): return "c"


print(run(use(A(iter("ab")))))
print(run(use(A(It()))), run(use(A(ItSend())), "xyz"))
print(run(use(A(range(2)))), run(use(A(5))), run(use(A(None))), run(use(A([]))))
k = coro()
print(run(use(A(k))))
k.close()
print(run(use(A(x for x in "g"))))
c = use(A(ItThrow()))
print(c.send(None), c.throw(ValueError("v")), c.throw(KeyError))
print(c.close())
c = use(A(ItThrow()))
c.send(None)
try:
    c.throw(GeneratorExit)
except GeneratorExit:
    print("exit")
c = use(A(It()))
c.send(None)
try:
    c.send("into an iterator")
except AttributeError as e:
    print(e)
c = use(A(It()))
c.send(None)
try:
    c.throw(OSError("x"))
except OSError as e:
    print(repr(e))


class Raises:
    def __await__(self): raise RuntimeError("await")


class Slot: __await__ = None


class Instance: pass


i = Instance()
i.__await__ = lambda: iter("no")
print(run(use(Raises())), run(use(Slot())), run(use(i)))


class Value:
    def __await__(self):
        return iter(())
    value = StopIteration


async def stops(e): raise e


for e in (StopIteration("s"), StopAsyncIteration("a"), GeneratorExit("g")):
    try:
        stops(e).send(None)
    except BaseException as got:
        print(type(got).__name__, got, repr(got.__cause__), got.__context__ is got.__cause__)
print(run(use(Value())), isinstance(A(1), collections.abc.Awaitable), issubclass(Slot, collections.abc.Awaitable))


@types.coroutine
def made(x): return x


for x in (It(), A(1), 5):
    try:
        print(type(made(x)).__name__, run(use(made(x))))
    except Exception as e:
        print(e)
w = coro().__await__()
print(type(w).__name__, hasattr(w, "send"), iter(w) is w)
try:
    next(w)
except StopIteration as e:
    print(e.value)
try:
    next(w)
except RuntimeError as e:
    print(e)
for call in (lambda: type(w)(), lambda: w.send(), lambda: w.throw()):
    try:
        call()
    except TypeError as e:
        print(e)
