# Instances of classes derived from what holds no references hold some.
import gc, weakref, sys
class S(str):
    def __del__(self): print("del", self, getattr(self,'n',None))
class I(int):
    __slots__ = ()
class F(float):
    __slots__ = ('other', '__weakref__')
class B(bytes): pass
class Z(complex): pass
class A(bytearray): pass
gc.collect()
print(gc.get_count())
for make in (lambda: S('abc'*20), lambda: I(5), lambda: I(1<<200), lambda: F(1.5), lambda: B(b'xyz'), lambda: Z(1j), lambda: A(b'q'), lambda: S()):
    before = gc.get_count()
    x = make()
    after = gc.get_count()
    print(type(x).__name__, gc.is_tracked(x), after[0]-before[0], type(x).__flags__ >> 14 & 1, sys.getrefcount(x), any(o is x for o in gc.get_objects()), any(o is x for o in gc.get_objects(0)))
    del x
    print(gc.get_count())
a = F(2.5); b = F(3.5); a.other = b; b.other = a
w = weakref.ref(a, lambda r: print("callback", r() is None))
del a, b
print(gc.collect(), w())
a = S("one"); a.n = [a]
b = B(b"two"); b.n = a; a.m = b
print(gc.get_referrers(b) == [a.__dict__], [type(r) for r in gc.get_referrers(a.n)])
print([type(r) for r in gc.get_referents(a)])
del a, b
print(gc.collect())
gc.freeze()
a = Z(2); a.me = a
print(gc.get_freeze_count() > 0)
gc.freeze(); del a; print(gc.collect()); gc.unfreeze(); print(gc.collect())
# resurrect
saved = []
class R(int):
    def __del__(self): saved.append(self)
r = R(12345678901234567890); r.me = r; del r
print(gc.collect(), saved, saved[0].me is saved[0])
saved.clear(); print(gc.collect())
gc.set_debug(gc.DEBUG_SAVEALL)
a = S('saved'); a.n = a; del a
print(gc.collect()); print(gc.garbage); gc.set_debug(0)
gc.garbage[0].n = None
gc.garbage.clear()
x = None
for i in range(200):
    y = B(b"%d" % i); y.next = x; x = y
x = None
class D(int):
    def __del__(self):
        if int(self) % 40 == 0: print("D", int(self))
x = None
for i in range(200):
    y = D(i); y.next = x; x = y
del x, y
for base in int, str, bytes, float, tuple, list:
    E1 = type("E1", (base,), {})
    E2 = type("E2", (base,), {})
    e = E1()
    e.a = 1
    try:
        e.__class__ = E2
        e.me = e
        print(e, e.a, type(e).__name__)
    except TypeError as error:
        print(error)
    del e, E1, E2
    print(gc.collect())
print([(gc.collect(), gc.get_count()) for i in range(2)])
