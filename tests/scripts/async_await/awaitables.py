"""What may be awaited: __await__ that gives the wrong thing, awaiting twice, returned values."""


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


async def wait_for(x):
    return await x


class Gives:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        return self.what


async def coroutine():
    return "co"


def generator():
    yield 1

for x in (1, None, "text", [1], generator(), Gives(5), Gives([1]),
          Gives(None), print):
    try:
        print(run(wait_for(x)))
    except TypeError as e:
        print(e)

c = coroutine()
try:
    run(wait_for(Gives(c)))
except TypeError as e:
    print(e)
c.close()

c = coroutine()
print(run(wait_for(c)))
try:
    run(wait_for(c))
except RuntimeError as e:
    print(e)

print(run(wait_for(Gives(iter([1, 2, 3])))))
print(run(wait_for(Gives(generator()))))


async def raises_stop():
    raise StopIteration("inside")

try:
    run(raises_stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))


async def raises_stop_async():
    raise StopAsyncIteration("inside")

try:
    run(raises_stop_async())
except StopAsyncIteration as e:
    print("passes", e)


async def gen_stop():
    yield 1
    raise StopAsyncIteration("in a generator")


async def through():
    async for x in gen_stop():
        print(x)
try:
    run(through())
except RuntimeError as e:
    print(e, repr(e.__cause__))

try:
    for x in coroutine():
        pass
except TypeError as e:
    print(e)
try:
    iter(coroutine())
except TypeError as e:
    print(e)
import warnings
warnings.simplefilter("ignore")
