"""What runs when: coroutines driven by hand, nested awaits, values sent and returned."""
import types


class Step:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        got = yield "wants " + self.name
        return f"{self.name} got {got!r}"


async def inner(n):
    print("inner begins", n)
    first = await Step(f"a{n}")
    print("inner first", first)
    second = await Step(f"b{n}")
    return first, second


async def outer():
    results = []
    for n in range(2):
        results.append(await inner(n))
    return results


def drive(coroutine):
    value, k = None, 0
    while True:
        try:
            asked = coroutine.send(value)
        except StopIteration as stop:
            print("done", stop.value)
            return
        print("asked", asked)
        k += 1
        value = k * 10


drive(outer())
c = outer()
print(type(c), c.cr_running, c.cr_await, c.cr_frame is None, c.cr_origin)
print(c.send(None), c.cr_await is not None)
c.close()
print(c.cr_frame)
for what in (lambda: c.send(None), lambda: c.throw(ValueError("late"))):
    try:
        what()
    except RuntimeError as e:
        print(e)
    except ValueError as e:
        print("value", e)


@types.coroutine
def old_style():
    x = yield 1
    return x * 2


async def uses():
    return await old_style() + 1

drive(uses())
try:
    outer().send(5)
except TypeError as e:
    print(e)
