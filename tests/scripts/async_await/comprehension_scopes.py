"""Comprehensions with await and async for: where names are looked up, mixed with sync ones."""


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


async def agen(*items):
    for i in items:
        yield i


async def double(x):
    return x * 2

x = "global"


async def f():
    a = [x for x in range(3)]
    b = [await double(x) for x in a]
    c = [y async for y in agen(*b)]
    d = [(p, q) async for p in agen(1, 2) for q in "ab"]
    e = [(p, q) for p in (1, 2) async for q in agen("c", "d")]
    return x, a, b, c, d, e


async def nested():
    return [[await double(i) async for i in agen(j, j + 1)] for j in range(2)]


async def conditions():
    return {await double(i): i async for i in agen(1, 2, 3, 4)
            if await double(i) > 2 if i != 3}


async def generator():
    g = ((await double(i)) for i in range(3))
    print(type(g).__name__)
    return [i async for i in g]


async def walrus():
    found = [last := i async for i in agen(5, 6)]
    return found, last


async def outermost_is_evaluated_at_once():
    def boom():
        raise ValueError("now")
    try:
        (i async for i in boom())
    except ValueError as e:
        print(e)
    try:
        g = (i async for i in 5)
    except TypeError as e:
        print(e)

for c in (f, nested, conditions, generator, walrus,
          outermost_is_evaluated_at_once):
    print(run(c()))
for text in ("[await x for x in y]", "def f(): [x async for x in y]",
             "async def f(): lambda: [x async for x in y]",
             "async def f():\n def g(): await x",
             "async def f(): yield from x", "async def f():\n yield\n return 1",
             "def f():\n async with x: pass", "def f():\n async for y in x: pass",
             "await x", "async def f(): [(yield x) for x in y]"):
    try:
        compile(text, "<t>", "exec")
        print("fine", text)
    except SyntaxError as e:
        print(e)
