# Asynchronous comprehensions and generator expressions.
def run(coro):
    steps = 0
    try:
        while True:
            coro.send(None)
            steps += 1
    except StopIteration as e:
        return e.value, steps


class Pause:
    def __await__(self): yield


async def numbers(n):
    for i in range(n):
        await Pause()
        yield i


async def double(x):
    await Pause()
    return 2 * x


async def kinds():
    print([x async for x in numbers(4)])
    print({x % 3 async for x in numbers(5)})
    print({x: -x async for x in numbers(3) if x})
    print([await double(x) for x in (1, 2)])
    print([await double(x) async for x in numbers(3) if x != 1])
    print([(x, y) async for x in numbers(2) for y in range(2)])
    print([(x, y) for x in range(2) async for y in numbers(x + 1)])
    print([x for x in range(6) if await double(x) > 4])
    print([[y async for y in numbers(x)] for x in range(3)])
    print([[y for y in range(x)] async for x in numbers(3)])
    print({k: v for k, v in [(1, await double(5)), (await double(2), 2)]})


print(run(kinds()))


async def expressions():
    g = (x async for x in numbers(3))
    print(type(g).__name__, g.__name__, g.__qualname__, hasattr(g, "__anext__"), hasattr(g, "send"))
    print([x async for x in g], [x async for x in g])
    h = (await double(x) for x in [1, 2])
    print(type(h).__name__, [x async for x in h])
    i = (x for x in [await double(3)])
    print(type(i).__name__, list(i))
    j = (x for y in [1] for x in [await double(4)])
    print(type(j).__name__, [x async for x in j])
    k = (lambda: (x async for x in numbers(2)))()
    print(type(k).__name__, [z async for z in k])


print(run(expressions()))


async def scopes():
    x = "outer"
    got = [x async for x in numbers(2)]
    fs = [lambda: (x, y) async for x in numbers(2) for y in "a"]
    total = [last := v async for v in numbers(3)]
    return x, got, [f() for f in fs], last, total


print(run(scopes()))


async def errors():
    for text, make in [("sync over async", lambda: [x for x in numbers(1)]),
                       ("next of async", lambda: next(numbers(1)))]:
        try:
            make()
        except TypeError as e:
            print(text, "|", e)
    try:
        [x async for x in [1]]
    except TypeError as e:
        print(e)
    try:
        [1 // x async for x in numbers(1)]
    except ZeroDivisionError as e:
        print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)


print(run(errors()))
for text in ("[x async for x in y]", "def f(): return [await x for x in y]", "async def f():\n def g(): return [x async for x in y]",
             "async def f(): return lambda: [x async for x in y]", "async def f(): return [lambda: await x for x in y]",
             "(x async for x in y)", "def f(): return (await x for x in y)", "{x: 1 async for x in y}", "class A:\n [x async for x in y]",
             "async def f():\n  class A:\n   [await x for x in y]", "async def f(): return [[x async for x in y] for z in w]"):
    try:
        compile(text, "t", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
