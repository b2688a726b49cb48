# yield from: values, send, throw, close through chains, odd delegates.
def sub(n):
    try:
        got = []
        for i in range(n):
            got.append((yield i))
        return got
    except KeyError as e:
        yield f"sub caught {e}"
        return "after key"
    finally:
        print("  sub ends")


def outer(inner):
    try:
        result = yield from inner
        yield ("result", result)
    except ValueError as e:
        yield f"outer caught {e}"


def drive(g, *sends):
    out = []
    try:
        out.append(next(g))
        for s in sends:
            out.append(g.throw(s) if isinstance(s, BaseException) or (isinstance(s, type) and issubclass(s, BaseException)) else g.send(s))
    except StopIteration as e:
        out.append(("stop", e.value))
    except BaseException as e:
        out.append((type(e).__name__, str(e)))
    return out


print(drive(outer(sub(2)), "a", "b", None))
print(drive(outer(sub(3)), KeyError("k"), None, None))
print(drive(outer(sub(3)), ValueError("v"), None))
print(drive(outer(sub(3)), OSError("o")))
print(drive(outer(sub(3)), GeneratorExit))
print(drive(outer([10, 20]), None, None, None))
print(drive(outer([10, 20]), "send to a list"))
print(drive(outer(iter("ab")), ValueError("thrown at an iterator"), None))
print(drive(outer(5)))


class Odd:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("odd", "two")
        return self.n
    def send(self, v): return ("sent", v)
    def throw(self, *a): return ("thrown", len(a), isinstance(a[0], type))
    def close(self): print("  odd closed")


print(drive(outer(Odd(2)), "s", ValueError, ValueError("x"), None))
g = outer(Odd(1))
next(g)
print(g.close())
class NoClose:
    def __iter__(self): return iter(self.items)
    items = [1]
g = outer(NoClose())
next(g)
print(g.close(), g.gi_yieldfrom, g.gi_frame)
class BadClose(Odd):
    def close(self): raise RuntimeError("in close")
g = outer(BadClose(3))
next(g)
try: g.close()
except RuntimeError as e: print(e)


def deep(n):
    if n == 0:
        x = yield "bottom"
        return x
    return (yield from deep(n - 1)) + 1


print(drive(deep(50), 100))
print(list((yield_from for yield_from in (lambda: (yield from "xyz"))())))


def shared():
    inner = sub(5)
    a, b = outer(inner), outer(inner)
    print(next(a), next(b), next(a))
    a.close()
    print(drive(b))
shared()


def itself():
    yield from me
me = itself()
try: next(me)
except ValueError as e: print(e)
def returns(): return 5; yield
def chain(): return ((yield from returns()), (yield from returns()))
print(drive(chain()))
def stop(): raise StopIteration("inner"); yield
print(drive(outer(stop())))
def in_expr(): x = [(yield from "a"), *((yield from "b") or "z")]; return x, f"{(yield from 'c')}"
print(drive(in_expr(), None, None, None))
g = outer(sub(2))
print(g.gi_yieldfrom, next(g), g.gi_yieldfrom.__name__, g.gi_running, g.gi_suspended)
