# Chains of delegating generators: closed, thrown into, too deep.
import sys


def link(n, log):
    try:
        if n:
            yield from link(n - 1, log)
        else:
            yield "bottom"
    finally:
        log.append(n)


log = []
g = link(5, log)
print(next(g))
g.close()
print(log)


def bad(n):
    try:
        if n:
            yield from bad(n - 1)
        else:
            yield "bottom"
    except GeneratorExit:
        if n == 2:
            raise KeyError("from 2")
        raise


g = bad(4)
next(g)
try:
    g.close()
except KeyError as e:
    print("KeyError", e, repr(e.__context__))


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def over():
    yield from stubborn()


g = over()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


# A generator that closes the one that waits for it.
def inner():
    try:
        outer.close()
    except ValueError as e:
        print(e)
    yield 1
    try:
        outer.close()
    except ValueError as e:
        print(e)
    yield 2


def wait(i):
    yield from i


i = inner()
outer = wait(i)
print(next(outer))
print(next(i))


# Too deep to go on: the generator has ended.
def count():
    got = yield 1
    while True:
        got = yield got


def at_the_limit(g, value):
    try:
        at_the_limit(g, value)
    except RecursionError:
        pass
    return 0


class Evil(Exception):
    def __new__(cls, *args):
        return cls


def plain():
    yield 1


g = plain()
next(g)
for wrong in Evil, 3, type, None:
    try:
        g.throw(wrong)
    except TypeError as e:
        print("TypeError", str(e)[:60])
    except StopIteration:
        print("StopIteration")
try:
    raise Evil
except TypeError as e:
    print("TypeError", str(e)[:60])
