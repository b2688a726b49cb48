"""Calls of scripts by scripts do not nest on the C stack, whatever kind they
are: each of these goes far deeper than a small one could."""
import sys

sys.setrecursionlimit(1000000)
DEEP = 20000


def plain(n):
    return plain(n - 1) + 1 if n else 0


def spread(*args):
    return spread(args[0] - 1) + 1 if args[0] else 0


def respread(*args):
    return respread(*[args[0] - 1]) + 1 if args[0] else 0


class Method:
    def method(self, n):
        return self.method(n - 1) + 1 if n else 0

    def spread(self, *args):
        return self.spread(*(args[0] - 1,)) + 1 if args[0] else 0


class Init:
    def __init__(self, n):
        self.depth = Init(n - 1).depth + 1 if n else 0


class New:
    def __new__(cls, n):
        self = super().__new__(cls)
        self.depth = New(n - 1).depth + 1 if n else 0
        return self


class Both:
    def __new__(cls, n):
        return super().__new__(cls)

    def __init__(self, n):
        self.depth = Both(n=n - 1).depth + 1 if n else 0


class Callable:
    def __call__(self, n):
        return self(n=n - 1) + 1 if n else 0


def named(n, **rest):
    return named(*[n - 1], **rest) + rest["one"] if n else 0


def loop(n):
    if n:
        for value in loop(n - 1):
            yield value + 1
    else:
        yield 0


def delegate(n):
    if n:
        yield from delegate(n - 1)
    else:
        yield DEEP


def stepped(n):
    yield next(stepped(n - 1)) + 1 if n else 0


def sent(n):
    got = yield
    if n:
        inner = sent(n - 1)
        inner.send(None)
        yield inner.send(got) + 1
    else:
        yield 0


async def awaits(n):
    return await awaits(n - 1) + 1 if n else 0


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def report(name, depth):
    print(name, depth == DEEP)


report("plain", plain(DEEP))
report("spread", spread(DEEP))
report("respread", respread(DEEP))
report("method", Method().method(DEEP))
report("method spread", Method().spread(DEEP))
report("init", Init(DEEP).depth)
report("new", New(DEEP).depth)
report("new and init", Both(DEEP).depth)
report("__call__", Callable()(DEEP))
report("keywords", named(DEEP, one=1))
report("for", list(loop(DEEP))[0])
report("yield from", next(delegate(DEEP)))
report("next", next(stepped(DEEP)))
top = sent(DEEP)
top.send(None)
report("send", top.send(1))
report("await", run(awaits(DEEP)))
