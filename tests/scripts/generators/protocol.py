# send, throw, close, return values and the states of a generator.
import sys


def attempt(f, *args):
    try:
        return repr(f(*args))
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


def echo():
    got = yield "start"
    while True:
        try:
            got = yield got
        except ValueError as e:
            got = f"caught {e!r}"
        except GeneratorExit:
            return "closed"


def fresh():
    return echo()


g = fresh()
print(attempt(g.send, 1), attempt(g.send, None), attempt(g.send, 1), attempt(g.throw, ValueError("x")), attempt(g.throw, ValueError), attempt(g.throw, ValueError, "text"))
print(attempt(g.throw, ValueError, ValueError("own")), attempt(g.throw, ValueError, (1, 2)), attempt(g.throw, KeyError(1)), attempt(next, g), attempt(g.close), attempt(g.throw, KeyError(2)))
for args in [(5,), (int,), (ValueError(1), 2), (ValueError, 1, 2), (None,), (), ("x",), (ValueError, None, None), (ValueError, KeyError(1)), (1, 2, 3, 4)]:
    g = fresh(); next(g)
    print(args, attempt(g.throw, *args))
g = fresh()
print(attempt(g.throw, KeyError("early")), attempt(next, g), attempt(g.close))
g = fresh(); next(g)
print(g.gi_running, g.gi_suspended, g.gi_yieldfrom, g.gi_frame.f_lineno, g.gi_code.co_name, g.__name__, g.__qualname__)
g.__name__ = "other"
print(g.__name__, attempt(setattr, g, "__name__", 5), attempt(setattr, g, "gi_running", 1), attempt(delattr, g, "__name__"))
g.close()
print(g.gi_frame, g.gi_running, g.gi_suspended, attempt(next, g), attempt(g.send, 5))


def reenter():
    yield attempt(next, me), attempt(me.send, 1), attempt(me.throw, ValueError), attempt(me.close), me.gi_running


me = reenter()
print(next(me))


def stops():
    yield 1
    raise StopIteration("inner")


print(attempt(list, stops()))


def delegate(to):
    result = yield from to
    yield ("result", result)


class Plain:
    def __iter__(self): return self
    def __next__(self): return 1


d = delegate(Plain())
print(next(d), attempt(d.send, 5), attempt(d.throw, KeyError("k")))


class Full(Plain):
    def send(self, value): return ("sent", value)
    def throw(self, *args): return ("thrown", args)
    def close(self): print("close called"); raise RuntimeError("from close")


d = delegate(Full())
print(next(d), attempt(d.send, 5), attempt(d.throw, KeyError("k")), attempt(d.send, None), attempt(d.close))
print(attempt(list, delegate(5)), attempt(list, delegate("ab")), attempt(list, delegate(echo() if 0 else iter(()))))


def returns():
    return 42
    yield


print(attempt(next, returns()), list(delegate(returns())), attempt(next, (x for x in ())))
inner = fresh()
d = delegate(inner); next(d)
print(d.gi_yieldfrom is inner, attempt(d.throw, GeneratorExit), inner.gi_frame, d.gi_frame)
print(type((lambda: (yield))()), attempt(echo().__next__), attempt(type(g)), attempt(iter, g) != "", g.__iter__() is g)
