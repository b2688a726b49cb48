"""Cells: shared, rebound, kept alive."""
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return up, get
up, get = counter()
up(); up()
print(get(), up.__closure__[0].cell_contents, up.__code__.co_freevars)
up2, get2 = counter()
print(up2(), get(), up.__closure__[0] is get.__closure__[0])
def adders(): return [lambda x: x + i for i in range(3)]
print([a(10) for a in adders()])
def param(a):
    def inner(): return a
    a += 1
    return inner
print(param(1)())
def recurse():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact
print(recurse()(20))
class K:
    def m(self):
        def f(): return __class__.__name__, self is me
        me = self
        return f()
print(K().m())
x = "outer"
def cls():
    x = "enclosing"
    class D:
        y = x
        def g(self): return x
    return D.y, D().g()
print(cls())
