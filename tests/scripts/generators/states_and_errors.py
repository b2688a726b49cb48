# Generator states, sending too early, throwing late, closing, finalizing.
import inspect
import sys


def gen():
    try:
        x = yield 1
        print("  got", x)
        yield 2
    except ZeroDivisionError as e:
        print("  caught", e, type(e.__context__).__name__)
        yield "caught"
    finally:
        print("  finally")


g = gen()
print(inspect.getgeneratorstate(g), g.gi_frame.f_lineno, g.gi_code.co_name, g.__name__, g.__qualname__)
try: g.send(1)
except TypeError as e: print(e)
print(next(g), inspect.getgeneratorstate(g), g.gi_frame.f_locals)
print(g.send("v"), g.throw(ZeroDivisionError("z")), inspect.getgeneratorstate(g))
for f in (lambda: next(g), lambda: next(g), lambda: g.send(1), lambda: g.throw(KeyError("late")), lambda: g.close(), lambda: g.gi_frame):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
print(inspect.getgeneratorstate(g))
g = gen()
try: g.throw(KeyError("at start"))
except KeyError as e: print(repr(e), g.gi_frame)
g = gen()
print(g.close(), list(g))
g = gen()
next(g)
print(g.close(), g.close())


def ignores():
    while True:
        try: yield
        except GeneratorExit: pass
g = ignores()
next(g)
try: g.close()
except RuntimeError as e: print(e)
def returns_on_exit():
    try: yield
    except GeneratorExit: return 5
g = returns_on_exit()
next(g)
print(g.close())
def raises_on_exit():
    try: yield
    except GeneratorExit: raise LookupError("on exit")
g = raises_on_exit()
next(g)
try: g.close()
except LookupError as e: print(e, repr(e.__context__))
def running():
    yield me.gi_running, inspect.getgeneratorstate(me)
    try: next(me)
    except ValueError as e: yield str(e)
    try: me.close()
    except ValueError as e: yield str(e)
    try: me.throw(KeyError)
    except ValueError as e: yield str(e)
me = running()
print(list(me))
for args in ((), (5,), (ValueError, 5), (ValueError, ValueError("v")), (ValueError, TypeError("t")), (ValueError("v"), 5), (ValueError("v"), None, None), (ValueError, None, 5), (ValueError, (1, 2)), (ValueError, None, None), (int,), (None,), ("str",), (1, 2, 3, 4), (StopIteration,), (StopIteration("x"),)):
    g = gen()
    next(g)
    try: print(g.throw(*args))
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__))
def stops(): yield next(iter(()))
for f in (lambda: list(stops()), lambda: next(stops()), lambda: [x for x in stops()], lambda: sum(stops())):
    try: f()
    except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
class Stop(StopIteration): pass
def own(): raise Stop(5); yield
try: next(own())
except RuntimeError as e: print(e, repr(e.__cause__))
def value(v): return v; yield
for v in (None, 0, (1, 2), StopIteration(3), ValueError("v"), [None]):
    try: next(value(v))
    except StopIteration as e: print(repr(e.value), e.args)
g = (x for x in [1])
for f in (lambda: setattr(g, "gi_running", 1), lambda: setattr(g, "__name__", 5), lambda: setattr(g, "__name__", "new") or g.__name__, lambda: type(g)(), lambda: g(), lambda: len(g), lambda: g[0], lambda: delattr(g, "__qualname__"), lambda: g.other):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def context():
    try: raise KeyError("outer")
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
g = context()
try:
    raise ValueError("driver")
except ValueError:
    print(next(g), sys.exc_info()[0], next(g), sys.exc_info()[0])
print(sys.exc_info())
