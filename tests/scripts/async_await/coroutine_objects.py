# Coroutine objects: attributes, states, send, throw, close, misuse, warnings.
import inspect
import sys
import types
import warnings


class Pause:
    def __await__(self):
        try:
            return (yield "pause")
        except KeyError as e:
            return f"caught {e}"
        finally:
            print("  pause ends")


async def outer(n):
    """Text."""
    a = await inner(n)
    return a, n


async def inner(n):
    return await Pause()


c = outer(1)
print(type(c), c.__name__, c.__qualname__, c.cr_running, c.cr_await, c.cr_origin, c.cr_code is outer.__code__)
print(inspect.getcoroutinestate(c), c.cr_frame.f_locals, hasattr(c, "__iter__"), hasattr(c, "__next__"))
print(c.send(None), inspect.getcoroutinestate(c), c.cr_await.__name__, type(c.cr_await.cr_await).__name__)
try:
    c.send("value")
except StopIteration as e:
    print(e.value, inspect.getcoroutinestate(c), c.cr_frame, c.cr_await)
for call in (lambda: c.send(None), lambda: c.throw(ValueError), lambda: c.close()):
    try:
        print(call())
    except RuntimeError as e:
        print(e)
c = outer(2)
c.send(None)
try:
    c.throw(KeyError("k"))
except StopIteration as e:
    print(e.value)
c = outer(3)
c.send(None)
print(c.close(), inspect.getcoroutinestate(c))
c = outer(4)
try:
    c.send(1)
except TypeError as e:
    print(e)
c.close()
c.__name__ = "renamed"
c.__qualname__ = "Path.renamed"
print(c.__name__, c.__qualname__, repr(c)[:31])
for bad in (lambda: setattr(c, "__name__", 1), lambda: iter(c), lambda: next(c), lambda: [*c], lambda: setattr(c, "cr_code", 1),
            lambda: setattr(c, "other", 1), lambda: type(c)(), lambda: c.throw(), lambda: outer(1, 2)):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    outer(5)
    d = outer(6)
    del d
    e = outer(7)
    e.close()
    del e
print([(w.category.__name__, str(w.message)) for w in seen])


async def reenter():
    me.send(None)


me = reenter()
try:
    me.send(None)
except ValueError as e:
    print(e)


async def awaits(x):
    return await x


for x in (1, None, "s", [1], (i for i in "a"), outer):
    try:
        awaits(x).send(None)
    except TypeError as e:
        print(e)
c = outer(8)
first, second = awaits(c), awaits(c)
print(first.send(None))
try:
    second.send(None)
except RuntimeError as e:
    print(e)
first.close()


@types.coroutine
def old(n):
    got = yield n
    return got * 2


print(type(old(1)).__name__, inspect.iscoroutine(old(1)), inspect.isawaitable(old(1)), bool(old.__code__.co_flags & inspect.CO_ITERABLE_COROUTINE))
a = awaits(old(4))
print(a.send(None))
try:
    a.send(21)
except StopIteration as e:
    print(e.value)
print(outer.__code__.co_flags & 0x380, inspect.iscoroutinefunction(outer), sys.getrefcount(outer))
