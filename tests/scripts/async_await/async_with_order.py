# async with: order of entering and leaving, suppressing, several items.
log = []


class Step:
    def __init__(self, name): self.name = name
    def __await__(self):
        got = yield self.name
        return f"{self.name}:{got}"


class CM:
    def __init__(self, name, swallow=False, enter=None, leave=None):
        self.name, self.swallow, self.enter, self.leave = name, swallow, enter, leave
    async def __aenter__(self):
        print("  in", self.name, await Step("enter " + self.name))
        if self.enter: raise self.enter
        return self.name.upper()
    async def __aexit__(self, kind, value, trace):
        print("  out", self.name, kind and kind.__name__, value, trace is not None,
              await Step("leave " + self.name))
        if self.leave: raise self.leave
        return self.swallow


def run(coro):
    n = 0
    try:
        told = coro.send(None)
        while True:
            n += 1
            print(" <", told)
            told = coro.send(n)
    except StopIteration as e:
        return e.value
    except Exception as e:
        return f"{type(e).__name__}({e}) from {e.__context__!r}"


async def two():
    async with CM("a") as a, CM("b") as b:
        return a, b


async def parenthesized(error=None, swallow=True):
    async with (
        CM("x", swallow) as x,
        CM("y"),
        CM("z") as (first, *rest),
    ):
        print(x, first, rest)
        if error: raise error
    return "after"


async def loops():
    for i in range(3):
        async with CM(f"l{i}"):
            if i == 0: continue
            break
    return i


async def raising(**how):
    async with CM("r", **how):
        raise KeyError("body")


async def enters():
    async with CM("o"), CM("p", enter=OSError("no entry")):
        print("not here")


print(run(two()))
print(run(parenthesized()))
print(run(parenthesized(ValueError("v"))))
print(run(parenthesized(ValueError("w"), swallow=False)))
print(run(loops()))
print(run(raising(leave=IndexError("leaving"))), run(raising(swallow=[0])), run(raising(swallow=[])))
print(run(enters()))


class NoEnter:
    async def __aexit__(self, *a): pass
class NoExit:
    async def __aenter__(self): pass
class Sync:
    def __enter__(self): return 1
    def __exit__(self, *a): pass
class NotAwaitable:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass
class ExitNotAwaitable:
    async def __aenter__(self): return 5
    def __aexit__(self, *a): return True


async def use(cm):
    async with cm:
        pass


async def use_raise(cm):
    async with cm:
        raise ValueError("b")


async def sync_use(cm):
    with cm:
        pass


for cm in (NoEnter(), NoExit(), Sync(), NotAwaitable(), ExitNotAwaitable(), 3):
    for user in (use, use_raise, sync_use):
        print(user.__name__, type(cm).__name__, run(user(cm)))
