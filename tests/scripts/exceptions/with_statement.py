"""Context managers: order, exceptions, several items."""
class C:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v); return self.swallow
with C(1) as a, C(2) as b: print(a, b)
with (C(3) as c, C(4)): print(c)
with C(5, True): raise ValueError("swallowed")
try:
    with C(6), C(7): raise KeyError("k")
except KeyError as e: print("out", e)
def f():
    with C(8): return "returned"
print(f())
for i in range(3):
    with C(9):
        if i == 0: continue
        break
class NoExit:
    def __enter__(self): pass
class No: pass
for k in (NoExit, No):
    try:
        with k(): pass
    except TypeError as e: print(e)
class Bad(C):
    def __exit__(self, *a): raise RuntimeError("in exit")
try:
    with Bad(10): raise ValueError("body")
except RuntimeError as e: print(e, repr(e.__context__))
