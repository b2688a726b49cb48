"""Defaults are made once, and seen by every call."""
def append(x, to=[]):
    to.append(x)
    return to
print(append(1), append(2), append(3, []), append(4))
print(append.__defaults__)
def count(n, seen={}):
    seen[n] = seen.get(n, 0) + 1
    return seen
count(1); count(2); print(count(1))
i = 5
def late(x=i): return x
i = 6
print(late())
fs = [lambda: k for k in range(3)]
gs = [lambda k=k: k for k in range(3)]
print([f() for f in fs], [g() for g in gs])
def kw(*, a=1, b): return a, b
print(kw.__kwdefaults__, kw(b=2))
kw.__kwdefaults__ = {"b": 7}
try: kw()
except TypeError as e: print(e)
append.__defaults__ = None
try: append(1)
except TypeError as e: print(e)
