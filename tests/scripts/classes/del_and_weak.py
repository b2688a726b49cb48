"""__del__ and weak references in classes: order, resurrection, errors, counts."""
import gc
import sys
import weakref


class A:
    def __init__(self, name): self.name = name

    def __del__(self): print("del", self.name)


class B(A):
    def __del__(self):
        print("B first")
        super().__del__()

a = A("a")
b = a
del a
print("still")
del b
B("b")
x = [A("l0"), A("l1"), A("l2")]
del x[1]
x.clear()
t = (A("t0"), A("t1"))
del t
d = {"k": A("d0"), A("key"): 1}
d.clear()
s = A("old")
s = A("new")
del s


def f():
    p = A("p")
    q = A("q")
    return None
f()


class Res:
    kept = []

    def __del__(self):
        print("resurrecting")
        Res.kept.append(self)

r = Res()
w = weakref.ref(r)
del r
print(len(Res.kept), w() is None)
Res.kept.clear()
print("gone for good, silently")
o = A("with weakref")
calls = []
w1 = weakref.ref(o, lambda r: print("cb1", r() is None))
w2 = weakref.ref(o, lambda r: print("cb2"))
print(weakref.getweakrefcount(o), weakref.ref(o) is weakref.ref(o), w1 == w2, w1 is w2, hash(w1) == hash(w2))
del o
print(w1(), w1 == w2)
p = weakref.proxy(A("dies at once")) if False else None
o = A("proxied")
p = weakref.proxy(o)
print(p.name, type(p).__name__, isinstance(p, A))
del o
try:
    p.name
except ReferenceError as e:
    print(e)
wd = weakref.WeakValueDictionary()
o = wd["x"] = A("in wvd")
print(len(wd), "x" in wd)
del o
print(len(wd))
ws = weakref.WeakSet()
o = A("in ws")
ws.add(o)
del o
print(len(ws))


class Method:
    def m(self): return "m"

m = Method()
wm = weakref.WeakMethod(m.m)
print(wm()(), weakref.ref(m.m)() is None)
del m
print(wm())
f = weakref.finalize(K := type("K", (), {})(), print, "finalized", 1)
print(f.alive, f.peek()[1:])
del K
print(f.alive)
for bad in (5, "x", None, (), [], {}, object()):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
g = A("at exit")
