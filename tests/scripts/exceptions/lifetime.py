"""When an exception, its traceback and the frames' locals go."""
import gc
import sys
import weakref


class Local:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  freed", self.name)


def fails(name):
    x = Local(name)
    raise ValueError(name)

gc.disable()
print("caught and dropped")
try:
    fails("a")
except ValueError:
    print("handling")
print("after")

print("kept")
try:
    fails("b")
except ValueError as e:
    kept = e
print("after")
kept.__traceback__ = None
print("traceback gone")
kept = None

print("cycle")


def cycle():
    x = Local("c")
    try:
        raise KeyError
    except KeyError as e:
        me = e
cycle()
print("still there", gc.collect() > 0)

print("args")
try:
    raise ValueError(Local("d"))
except ValueError as e:
    print("in the clause")
print("after")

print("context")
try:
    try:
        raise ValueError(Local("e"))
    except ValueError:
        raise KeyError
except KeyError as e:
    e.__context__ = None
    print("context gone")
print("after")

print("with_traceback")
try:
    fails("f")
except ValueError as e:
    e2 = e.with_traceback(None)
    print(e2 is e)
e2 = None
print("end")


def frames():
    try:
        fails("g")
    except ValueError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
            tb = tb.tb_next
        print(names)
        e.__traceback__.tb_next.tb_frame.clear()
        print("cleared")
frames()
print("end")
