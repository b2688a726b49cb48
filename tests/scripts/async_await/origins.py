"""Where coroutines were made, what warns of them, and who throws into whom."""
import gc
import sys
import types
import warnings


async def work():
    pass


def make():
    return work()


print(sys.get_coroutine_origin_tracking_depth())
for depth in (0, 1, 2, 100):
    sys.set_coroutine_origin_tracking_depth(depth)
    c = make()
    where = c.cr_origin
    print(where and [(line, name) for file, line, name in where])
    c.close()
for bad in (-1, 2 ** 40, "1"):
    try:
        sys.set_coroutine_origin_tracking_depth(bad)
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__)
sys.set_coroutine_origin_tracking_depth(2)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    make()
    c = make()
    c.cr_frame.clear()
    c.close()
for w in seen:
    print(str(w.message).replace(__file__, "FILE"))
sys.set_coroutine_origin_tracking_depth(0)


def names():
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


def inner():
    try:
        yield names()
    except ValueError:
        yield names()


def outer():
    yield from inner()


g = outer()
print(next(g))
print(g.throw(ValueError))


class Bad:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


async def loop():
    async for _ in Bad():
        pass

try:
    loop().send(None)
except TypeError as e:
    print(e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)

for t in (types.CoroutineType, types.GeneratorType):
    print(t.send.__doc__, t.throw.__doc__, t.close.__doc__)
    print(t.__dict__["__name__"].__doc__, t.__dict__["__qualname__"].__doc__)
