# super in every form: two arguments, in class methods, in comprehensions, wrong.
class A:
    def f(self): return ["A.f"]
    @classmethod
    def c(cls): return [f"A.c of {cls.__name__}"]
    @staticmethod
    def s(): return ["A.s"]
    @property
    def p(self): return "A.p"
    def __getitem__(self, i): return f"A[{i}]"
    attr = "A.attr"


class B(A):
    def f(self): return ["B.f"] + super().f()
    @classmethod
    def c(cls): return ["B.c"] + super().c()
    @staticmethod
    def s(): return ["B.s"] + super(B, B).s()
    @property
    def p(self): return "B.p " + super().p


class C(A):
    def f(self): return ["C.f"] + super().f()
    @classmethod
    def c(cls): return ["C.c"] + super().c()
    @property
    def p(self): return "C.p " + super().p


class D(B, C):
    def f(self): return ["D.f"] + super().f()
    def inner(self):
        def deep(): return super(D, self).attr
        return deep()
    def listed(self): return [super(D, self).attr for _ in "a"]
    def via_class(self): return __class__.__name__
    def implicit_in_lambda(self): return (lambda self: super().attr)(self)
    def no_self(): return super()
    def rebound(self):
        self = 5
        return super().f
    def deleted(self):
        del self
        return super()
    def in_listcomp(self): return [super().attr for _ in "a"]
    def in_genexp(self): return list(super().attr for _ in "a")
    def star(*args): return super().f()
    def item(self): return super()[0]
    def dunder(self): return super().__getitem__(3)
    def setting(self):
        super().attr = 5
    def __getattr__(self, name): return f"D getattr {name}"
    def through(self): return super().missing


d = D()
print(d.f(), d.c(), D.c(), d.s(), d.p, d.inner(), d.listed(), d.via_class(), d.implicit_in_lambda(), d.dunder())
for name in ("no_self", "rebound", "deleted", "in_listcomp", "in_genexp", "star", "item", "setting", "through"):
    try:
        f = getattr(D, name)
        print(name, f() if name == "no_self" else f(d))
    except Exception as e:
        print(name, type(e).__name__, e)
s = super(B, d)
print(s.__thisclass__, s.__self__ is d, s.__self_class__, s.f(), type(s), repr(s)[:20])
print(super(D, D).c(), super(C, D).attr, super(A, d).__init__.__qualname__)
u = super(B)
print(u.__self__, u.__self_class__, u.__thisclass__, repr(u)[:29], type(u.__get__(d, D)), u.__get__(d).f())
D.unbound = super(D)
print(d.unbound.f(), type(D.unbound))
for args in ((B, 5), (5, d), (B, A), (B, A()), (), (B, d, 1), (int, True), (A, type)):
    try:
        print(super(*args).__thisclass__)
    except Exception as e:
        print(type(e).__name__, e)
try:
    super(B, d).no_such
except AttributeError as e:
    print(e)
class Sub(super): pass
print(Sub(B, d).f(), type(Sub(B, d)))
print([k.__name__ for k in D.__mro__], D.mro() == list(D.__mro__), D.__base__, D.__bases__, A.__subclasses__())
def outside(self): return super().f()
A.outside = outside
try:
    d.outside()
except RuntimeError as e:
    print(e)
