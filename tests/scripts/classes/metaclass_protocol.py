"""__prepare__, __new__, __init__, __call__ of metaclasses; keyword arguments; conflicts."""


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", mcs.__name__, name, bases, kw)
        return Space(order=[])

    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, type(ns).__name__, sorted(k for k in ns if k[:2] != "__"), kw)
        cls = super().__new__(mcs, name, bases, dict(ns))
        cls.order = ns.order
        return cls

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)

    def __instancecheck__(cls, o):
        return o == 5

    def __contains__(cls, o):
        return o == "in"

    def __len__(cls):
        return 42

    def __getitem__(cls, k):
        return "item", k

    def __iter__(cls):
        return iter("abc")

    @property
    def shown(cls):
        return "property of " + cls.__name__


class Space(dict):
    def __init__(self, order):
        self.order = order

    def __setitem__(self, k, v):
        self.order.append(k)
        super().__setitem__(k, v)


class A(metaclass=Meta, flag=1):
    x = 1

    def f(self): pass
    x = 2
    del x


class B(A, flag=2):
    y = A
    def __init__(self, v=0):
        self.v = v

print(A.order, B.order, type(B), B.shown)
print(B(3).v, isinstance(5, A), isinstance(B(), A), "in" in A, len(B), A["k"], list(B))
try:
    B().shown
except AttributeError as e:
    print(e)


class Other(type):
    pass


def attempt(text):
    try:
        exec(text, globals())
    except Exception as e:
        print(type(e).__name__, e)

attempt("class C(A, metaclass=Other): pass")
attempt("class D(metaclass=Other): pass\nclass E(A, D): pass")
attempt("class F(metaclass=5): pass")
attempt("class G(metaclass=lambda n, b, d, **k: (n, b, sorted(k))): pass\nprint(G)")
attempt("class G(x=1): pass")
attempt("class H(metaclass=type, x=1): pass")
attempt("class I(int, str): pass")
attempt("class J(A, A): pass")
attempt("class K(object, A): pass")
attempt("class L(5): pass")
attempt("class M(*[A], **{'flag': 9}): pass")


class Prep(type):
    @classmethod
    def __prepare__(mcs, *a):
        return 5
attempt("class N(metaclass=Prep): pass")
print(type.__prepare__(), Meta.__prepare__("n", ()))
T = type("T", (A,), {"z": 1}) if False else Meta("T", (A,), Space([]), more=1)
print(T.__name__, T.__mro__[1].__name__)
