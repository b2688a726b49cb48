class A:
    """doc"""
    x = 1
    def __init__(self, a, b=2):
        self.a = a
        self.b = b
    def m(self):
        return self.a + self.b
    def __repr__(self):
        return f"A({self.a!r})"
    @property
    def p(self): return self.a * 10
    @p.setter
    def p(self, v): self.a = v
    @classmethod
    def c(cls, n): return cls(n)
    @staticmethod
    def s(n): return n + 1
    def __add__(self, o): return A(self.a + o.a)
    def __eq__(self, o): return self.a == o.a
    def __len__(self): return 3
    def __getitem__(self, i): return i
    def __contains__(self, i): return i == 5
    def __call__(self, *a, **k): return (a, k)
    def __del__(self): print("del", self.a)
a = A(1)
print(a, a.m(), a.p, A.c(5), A.s(3), a + A(2), a == A(1), len(a), a[3], 5 in a, a(1, k=2))
a.p = 9
print(a.a, a.__dict__, A.__mro__, A.__name__, A.__doc__)
class B(A):
    def __init__(self, a):
        super().__init__(a, 7)
        self.z = 1
    def m(self): return super().m() + 100
b = B(3)
print(b.m(), isinstance(b, A), issubclass(B, A), B.__bases__, B.__base__)
try:
    hash(b)
except TypeError as e:
    print(e)
del b
class S:
    __slots__ = ("x", "y")
s = S()
s.x = 1
print(s.x)
try: s.y
except AttributeError as e: print(e)
try: s.z = 1
except AttributeError as e: print(e)
try: a.nope
except AttributeError as e: print(e)
try: del a.nope
except AttributeError as e: print(e)
class M(type):
    def __new__(mcs, n, b, d, **k):
        print("new", n, k)
        return super().__new__(mcs, n, b, d)
    def __init__(cls, n, b, d, **k): super().__init__(n, b, d)
    def __call__(cls, *a): 
        print("call"); return super().__call__(*a)
class C(metaclass=M, kw=3): pass
print(C(), type(C)) if 0 else print(type(C()).__name__, type(C))
class D:
    def __init_subclass__(cls, **k): print("sub", cls.__name__, k)
    def __set_name__(self, o, n): print("setname", o.__name__, n)
    def __get__(self, i, t=None): return (i is None, t.__name__)
    def __set__(self, i, v): print("set", v)
class E(D, q=1):
    d = D()
print(E.d, E().d)
E().d = 4
class L(list):
    def __init__(self, *a): super().__init__(*a); self.q = 1
l = L([1,2]); l.append(3); print(l, l.q, l.__dict__, len(l), l + [1])
class I(int):
    def __new__(cls, v): o = super().__new__(cls, v); o.tag = "t"; return o
class T(tuple): pass
t = T((1,2)); t.foo = 3; print(t, t.foo)
class St(str): pass
q = St("abc"); q.foo = 3; print(q, q.foo, q.upper())
class G:
    def __getattr__(self, n): return "got " + n
print(G().hello)
class Err(ValueError):
    def __init__(self, m): super().__init__(m); self.m = m
try: raise Err("boo")
except Err as e: print(repr(e), e.m, e.args)
print([c.__name__ for c in A.__subclasses__()])
try:
    class X(A, object, A): pass
except TypeError as e: print(e)
try:
    class X(object, A): pass
except TypeError as e: print(e)
try: A()
except TypeError as e: print(e)
try: object(1)
except TypeError as e: print(e)
try: S(1)
except TypeError as e: print(e)
A.m = lambda self: 42
print(a.m())
a.__class__ = B
print(a.m(), type(a))
