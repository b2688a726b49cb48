"""async with: order, several items, exceptions swallowed and replaced, missing methods."""


def run(coroutine):
    try:
        while True:
            print("  yielded", coroutine.send(None))
    except StopIteration as stop:
        return stop.value


class Pause:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        yield self.what


class Manager:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    async def __aenter__(self):
        await Pause("enter " + self.name)
        return self.name.upper()

    async def __aexit__(self, kind, value, tb):
        await Pause("exit " + self.name)
        print("  exit", self.name, kind and kind.__name__, value, tb is not None)
        if self.fail:
            raise self.fail
        return self.swallow


async def normal():
    async with Manager("a") as a, Manager("b") as b:
        print(a, b)
    async with (Manager("c") as c, Manager("d")):
        return c


async def swallowed():
    async with Manager("outer", swallow=True):
        async with Manager("inner"):
            raise LookupError("lost")
    print("goes on")


async def replaced():
    async with Manager("r", fail=OSError("other")):
        raise KeyError("first")


async def left_by_break():
    for k in range(3):
        async with Manager(str(k)):
            if k == 1:
                break
    return k

print(run(normal()))
run(swallowed())
try:
    run(replaced())
except OSError as e:
    print(repr(e), "during", repr(e.__context__))
print(run(left_by_break()))


class OnlySync:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return None


class NotAwaitable(Manager):
    def __aenter__(self):
        return 1


async def bad(manager):
    async with manager:
        print("inside")

for manager in (OnlySync(), object(), NotAwaitable("n")):
    try:
        run(bad(manager))
    except TypeError as e:
        print(type(e).__name__, e)


async def sync_with():
    with Manager("x"):
        pass
try:
    run(sync_with())
except TypeError as e:
    print(e)
