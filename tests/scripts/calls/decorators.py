"""Decorators: order, arguments, on classes and methods."""
def tag(name):
    print("make", name)
    def deco(f):
        print("apply", name, f.__name__)
        return f
    return deco
@tag("a")
@tag("b")
def f(): return 1
@tag("c")
class C:
    @tag("m")
    def m(self): return 2
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v * 2
    @p.deleter
    def p(self): del self._p
c = C(); c.p = 4
print(f(), c.m(), c.p)
del c.p
try: c.p
except AttributeError as e: print(e)
def double(f): return lambda *a, **k: f(*a, **k) * 2
@double
def g(x, y=1): return x + y
print(g(1), g(1, y=5))
class P:
    @property
    def q(self): return 1
try: P().q = 2
except AttributeError as e: print(e)
try: del P().q
except AttributeError as e: print(e)
