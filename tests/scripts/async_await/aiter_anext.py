"""aiter() and anext() with defaults, and what they refuse."""


def run(awaitable):
    it = awaitable.__await__()
    try:
        while True:
            next(it)
    except StopIteration as stop:
        return stop.value


class Few:
    def __init__(self):
        self.left = [1, 2]

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration("empty")
        return self.left.pop(0)


async def agen():
    yield "x"
    yield "y"

f = Few()
print(aiter(f) is f)


async def use():
    print(await anext(f), await anext(f, "default"))
    print(await anext(f, "default"))
    try:
        await anext(f)
    except StopAsyncIteration as e:
        print("ended", e)
    g = agen()
    print(aiter(g) is g, await anext(g), await anext(g, None))
    print(await anext(g, None), await anext(g, default_object) is default_object)

default_object = object()


async def main():
    await use()

c = main()
try:
    while True:
        c.send(None)
except StopIteration:
    pass
for bad in (1, [], "x", object()):
    for f in (aiter, anext):
        try:
            f(bad)
        except TypeError as e:
            print(e)
for args in ((), (1, 2, 3)):
    for f in (aiter, anext):
        try:
            f(*args)
        except TypeError as e:
            print(e)
