"""throw() into coroutines that await others: where it arrives, what it becomes."""


class Wait:
    def __init__(self, name, answers=False):
        self.name, self.answers = name, answers

    def __await__(self):
        try:
            yield self.name
        except ValueError as e:
            print("  wait saw", repr(e))
            if self.answers:
                return "handled"
            raise
        finally:
            print("  wait ends", self.name)


async def inner(answers):
    try:
        return await Wait("in", answers)
    except ValueError:
        print("  inner saw it")
        raise
    finally:
        print("  inner ends")


async def outer(answers):
    try:
        x = await inner(answers)
        print("  outer has", x)
        await Wait("second")
    except ValueError as e:
        raise KeyError("turned") from e


def try_throw(c, *what):
    try:
        print("  gave", c.throw(*what))
    except BaseException as e:
        print("  raised", repr(e), "cause", repr(e.__cause__))

for answers in (False, True):
    c = outer(answers)
    print(c.send(None))
    try_throw(c, ValueError("thrown"))
    c.close()
c = outer(False)
try_throw(c, ValueError("not begun"))
c = outer(False)
c.send(None)
try_throw(c, ValueError)
c = outer(False)
c.send(None)
try_throw(c, ValueError, "text")
c = outer(False)
c.send(None)
try_throw(c, GeneratorExit)
c = outer(False)
c.send(None)
print(c.close())
c = outer(False)
c.send(None)
for bad in (5, int, "text"):
    try:
        c.throw(bad)
    except TypeError as e:
        print(e)
c.close()


async def running():
    try:
        me.send(None)
    except ValueError as e:
        print(e)
me = running()
try:
    me.send(None)
except StopIteration:
    pass
