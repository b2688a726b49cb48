"""Counts seen through names, calls, containers."""
import sys
count = sys.getrefcount
class Thing: pass
print(count(Thing()), count([]), count((1, [])))
t = Thing()
print(count(t))
u = t; v = [t, t]; w = {"k": t}
print(count(t))
del u; v.pop(); w.clear()
print(count(t))
def through(x):
    y = x
    n = count(x)
    del y
    return n, count(x)
print(through(t), count(t))
def keep(*args, **kw): return count(args[0]), count(kw["a"])
print(keep(t, a=t), count(t))
for k in [t, t, t]: print(count(k), end=" ")
print(count(t)); del k
print([count(t) for t in [t]], count(t))
t, s = t, t
print(count(t)); s = None
t.me = t
print(count(t)); del t.me
print(count(t))
def gen():
    x = t
    yield count(x)
    yield count(x)
g = gen()
print(next(g), count(t)); g.close(); print(count(t))
f = lambda t=t: count(t)
print(f(), count(t)); del f
print(count(t))
try: raise ValueError(t)
except ValueError as e: print(count(t), count(e))
print(count(t))
