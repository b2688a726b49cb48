# await where expressions stand: precedence, targets, calls, f-strings, chains.
class Value:
    def __init__(self, value): self.value = value
    def __await__(self):
        yield
        return self.value
    def __repr__(self): return f"Value({self.value!r})"


def run(coro):
    n = 0
    try:
        while True:
            coro.send(None)
            n += 1
    except StopIteration as e:
        return e.value, n


async def v(x):
    return await Value(x)


async def arithmetic():
    return (-await v(3), await v(2) ** 2, 2 ** await v(3), not await v(0), await v(1) + await v(2) * await v(3),
            await v(1) < await v(2) < await v(3), await v(0) or await v(5), await v(0) and await v(5),
            await v(1) if await v(0) else await v(2), ~await v(5), await v("a") in await v("abc"))


async def places():
    d = {await v("k"): await v(1), **await v({"z": 2})}
    lst = [*await v([1, 2]), await v(3)]
    t = await v(1), await v(2)
    s = {await v(1), *await v((2,))}
    d[await v("new")] = await v(9)
    d[await v("k")] += await v(10)
    (await v(lst)).append(await v(4))
    lst[await v(0):await v(2)] = await v("xy")
    x: (await v(int)) = await v(3)
    a, *b = await v("abc")
    del d[await v("z")]
    return d, lst, t, s, x, a, b


def call(*args, **kwargs): return args, kwargs


async def calls():
    print(call(await v(1), *await v([2]), k=await v(3), **await v({"m": 4})))
    print(f"{await v(1)} {await v(2.5):.{await v(3)}f} {await v('q')!r:>{await v(6)}} {await v(1)=}")
    print((await v("text")).upper(), (await v(print)).__name__)
    print([f for f in [await v(1)]], (lambda x=await v(7): x)())
    if (n := await v(4)) > 3: print("walrus", n)
    while await v(False): pass
    assert await v(True), await v("message")
    try:
        assert await v(0), await v("shown")
    except AssertionError as e:
        print(repr(e))
    match await v([1, {"a": 2}]):
        case [1, {"a": x}] if await v(x) == 2: print("matched", x)
    with (await v(__import__("contextlib").nullcontext(5))) as five: print(five)
    for i in await v("ab"): print(i, await v(i * 2))
    @(await v(lambda f: "decorated"))
    def deco(default=await v(1)): pass
    print(deco)
    class C(await v(dict), metaclass=await v(type)):
        attr = 1
    print(C.__mro__[1])
    try:
        raise await v(KeyError("r")) from await v(ValueError("c"))
    except await v(KeyError) as e:
        print(repr(e), repr(e.__cause__))
    return await (await v(v(8)))


async def nested():
    async def deeper(n):
        if n: return await deeper(n - 1) + 1
        return await v(0)
    return await deeper(40)


for f in arithmetic, places, calls, nested:
    print(f.__name__, run(f()))
for text in ("await x", "def f(): await x", "lambda: await x", "async def f():\n await = 1", "async def f(): await x = 1", "async def f(): await",
             "async def f(): x = await", "async def f(await): pass", "def async(): pass", "async def f(): yield from x", "async def f():\n yield\n return 1",
             "class A: await x", "async def f(): def g(): await x", "async x = 1", "async for x in y: pass", "async with x: pass", "async def f(): -await -x",
             "async def f(): await not x", "async def f(): await await x", "async def f(): await lambda: 1", "[await x for x in y]", "async def f(x=await y): pass"):
    try:
        compile(text, "t", "exec")
        print("fine", text)
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
