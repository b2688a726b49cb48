"""async for: else, break, exceptions from __anext__, objects that lack the methods."""


def run(coroutine):
    try:
        while True:
            print("yielded", coroutine.send(None))
    except StopIteration as stop:
        return stop.value


class Pause:
    def __await__(self):
        yield "pause"


class Count:
    def __init__(self, n, fail_at=None):
        self.n, self.k, self.fail_at = n, 0, fail_at

    def __aiter__(self):
        print("aiter")
        return self

    async def __anext__(self):
        self.k += 1
        if self.k == self.fail_at:
            raise ValueError("at %d" % self.k)
        if self.k > self.n:
            raise StopAsyncIteration
        if self.k == 2:
            await Pause()
        return self.k


async def loops():
    async for x in Count(3):
        print(x)
    else:
        print("else")
    async for x in Count(3):
        if x == 2:
            break
    else:
        print("not here")
    async for x in Count(3):
        if x == 2:
            continue
        print("kept", x)
    try:
        async for x in Count(3, 2):
            print("before", x)
    except ValueError as e:
        print("failed", e)
    async for box[0], (a, b) in Pairs():
        print(box, a, b)


class Pairs:
    done = False

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.done:
            raise StopAsyncIteration
        self.done = True
        return 1, (2, 3)


box = [None]
print(run(loops()))


class NoNext:
    def __aiter__(self):
        return object()


class NextNotAwaitable:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


async def bad(iterable):
    async for _ in iterable:
        pass

for iterable in ([1], NoNext(), NextNotAwaitable()):
    try:
        run(bad(iterable))
    except TypeError as e:
        print(type(e).__name__, e, "|", e.__cause__)
