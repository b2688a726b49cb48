"""A coroutine that is dropped says so; a closed or finished one does not."""
import sys
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message)

warnings.showwarning = show
warnings.simplefilter("always")


async def one():
    return 1


async def many():
    yield 1

one()
c = one()
del c
c = one()
c.close()
del c
c = one()
try:
    c.send(None)
except StopIteration as e:
    print("value", e.value)
del c
[one() for _ in range(2)]
g = many()
del g
c = one()
c = None


class Holder:
    async def method(self):
        pass

Holder().method()
lambda_ = lambda: one()
lambda_()
sys.stdout.flush()
async def begun():
    try:
        await Wait()
    finally:
        print("finally of what began")


class Wait:
    def __await__(self):
        yield

c = begun()
c.send(None)
del c
print("end")
