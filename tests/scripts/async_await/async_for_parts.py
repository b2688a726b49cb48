# async for: the protocol, else, break, errors out of each of its parts.
def run(coro):
    try:
        while True:
            print("  yields", coro.send(None))
    except StopIteration as e:
        return e.value


class Pause:
    def __init__(self, name): self.name = name
    def __await__(self):
        yield self.name
        return self.name


class Count:
    def __init__(self, n, fail=None): self.n, self.i, self.fail = n, 0, fail
    def __aiter__(self):
        print("aiter")
        return self
    async def __anext__(self):
        await Pause(f"next {self.i}")
        if self.i == self.fail:
            raise self.fail_with()
        if self.i >= self.n:
            raise StopAsyncIteration("end")
        self.i += 1
        return self.i
    def fail_with(self): return LookupError("in anext")
    def __del__(self): print("count dies")


async def plain(n, stop=None):
    got = []
    async for x in Count(n):
        if x == stop:
            break
        if x == 1:
            continue
        got.append(x)
    else:
        got.append("else")
    return got


print(run(plain(3)), run(plain(3, 2)), run(plain(0)))


async def fails():
    try:
        async for x in Count(3, fail=1):
            print("got", x)
    except LookupError as e:
        print(repr(e), repr(e.__context__))
    try:
        async for x in Count(2):
            raise StopAsyncIteration("mine", x)
    except StopAsyncIteration as e:
        print(repr(e), repr(e.__context__))
    return "done"


print(run(fails()))


async def targets():
    class T: pass
    t, box = T(), [0, 0]
    async for t.x in Count(2):
        pass
    async for box[1] in Count(1):
        pass
    async for box[t.x] in Count(0):
        pass
    return t.x, box


print(run(targets()))


class Odd:
    def __init__(self, how): self.how = how
    def __aiter__(self):
        if self.how == "none": return None
        if self.how == "coro": return tick()
        return self
    def __anext__(self):
        if self.how == "int": return 3
        if self.how == "list": return [1]
        if self.how == "gen": return (x for x in "ab")
        raise StopAsyncIteration


async def tick(): return 1


async def over(what):
    async for x in what:
        print("x", x)


for what in (1, [1], None, Odd("none"), Odd("int"), Odd("list"), Odd("gen"), Odd("stop")):
    try:
        print(run(over(what)))
    except TypeError as e:
        print(e, "|", repr(e.__cause__))
