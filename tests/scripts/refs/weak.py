"""Weak references: clearing, callbacks, order."""
import weakref
class A: pass
a = A()
r = weakref.ref(a)
print(r() is a, weakref.ref(a) is r, weakref.getweakrefcount(a))
def gone(ref): print("gone", ref is s, ref())
s = weakref.ref(a, gone)
print(s is r, weakref.getweakrefcount(a))
del a
print(r(), s())
b = A(); b.x = 5
p = weakref.proxy(b)
print(p.x); del b
try: p.x
except ReferenceError as e: print(e)
try: weakref.ref(5)
except TypeError as e: print(e)
c = A()
refs = [weakref.ref(c, lambda r, i=i: print("callback", i)) for i in range(3)]
del c
d = A(); w = weakref.ref(d); h = hash(w); del d
print(hash(w) == h)
