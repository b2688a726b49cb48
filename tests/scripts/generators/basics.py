"""Generators: values, send, throw, close, return."""
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got: print("got", got); i = got
        else: i += 1
    return "done"
g = count(5); print(next(g), g.send(None), g.send(3), next(g))
try: next(g)
except StopIteration as e: print(repr(e), e.value)
try: next(g)
except StopIteration as e: print(repr(e))
def outer():
    r = yield from count(2)
    print("inner returned", r)
    yield from [10, 20]
    return 5
print(list(outer()))
def catcher():
    while True:
        try: yield "ready"
        except ValueError as e: print("caught", e)
        except GeneratorExit: print("closing"); raise
c = catcher(); next(c); print(c.throw(ValueError("v"))); c.close(); c.close()
try: c.throw(KeyError("late"))
except KeyError as e: print(repr(e))
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
s = stubborn(); next(s)
try: s.close()
except RuntimeError as e: print(e)
def leaks():
    yield 1
    raise StopIteration("inside")
try: list(leaks())
except RuntimeError as e: print(e, repr(e.__cause__))
def reenter():
    yield next(me)
me = reenter()
try: next(me)
except ValueError as e: print(e)
try: count(1).send(5)
except TypeError as e: print(e)
e = (x * x for x in range(4)); print(next(e), list(e), sum(i for i in range(5)), max((len(w), w) for w in ["a", "bb"]))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib(); print([next(f) for _ in range(15)])
def tree(t):
    if t:
        yield from tree(t[0]); yield t[1]; yield from tree(t[2])
print(list(tree((((), 1, ()), 2, ((), 3, ())))), count.__name__, g.__name__, g.gi_frame)
print(any(x > 2 for x in range(5)), all(x for x in []), dict((k, 1) for k in "ab"), *(i for i in "xy"))
