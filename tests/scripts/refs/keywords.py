"""What a call holds of its arguments while the callee runs."""
import sys
def f(a, **k): print(sys.getrefcount(a), sys.getrefcount(k['z']))
def g(a, z): print(sys.getrefcount(a), sys.getrefcount(z))
class C:
    def m(self, a, z): print(sys.getrefcount(self), sys.getrefcount(a), sys.getrefcount(z))
    def __call__(self, a, z=None): print('call', sys.getrefcount(self), sys.getrefcount(a), sys.getrefcount(z) if z else 0)
    def __new__(cls, *args, **kw):
        print('new', [sys.getrefcount(x) for x in args], {k: sys.getrefcount(x) for k, x in kw.items()})
        return super().__new__(cls)
    def __init__(self, *args, **kw): print('init', sys.getrefcount(self), [sys.getrefcount(x) for x in args], {k: sys.getrefcount(x) for k, x in kw.items()})
class M(type):
    def __call__(cls, *a, **k):
        print('meta', sys.getrefcount(a), [sys.getrefcount(x) for x in a])
        return super().__call__(*a, **k)
class D(metaclass=M):
    def __init__(self, *args): print('D', sys.getrefcount(self), [sys.getrefcount(x) for x in args])
o = object(); p = object()
t = (o,); d = {'z': p}
f(*t, **d); g(*t, **d); g(a=o, **d); g(o, z=p)
c = C(o, z=p)
c = C(*t, **d)
c.m(*t, **d); c.m(o, z=p); c.m(o, **d)
c(o); c(o, z=p); c(*t, **d); c(*t)
D(o); D(*t)
f(*[object()], **{'z': object()})
try: f(*t, **{1: 2})
except TypeError as e: print(e)
try: g(*t, **{'y': 2})
except TypeError as e: print(e)
print(sys.getrefcount(o), sys.getrefcount(p))
