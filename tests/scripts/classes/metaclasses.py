# Metaclasses: choosing, __prepare__, __call__, __instancecheck__, conflicts.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", mcs.__name__, name, bases, kw)
        return {"prepared": True}
    def __new__(mcs, name, bases, space, **kw):
        print("new", name, [k for k in space if not k.startswith("__")], kw)
        return super().__new__(mcs, name, bases, space)
    def __init__(cls, name, bases, space, **kw):
        print("init", cls.__name__, kw)
        super().__init__(name, bases, space)
    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)
    def __instancecheck__(cls, o): return o == "yes" or super().__instancecheck__(o)
    def __subclasscheck__(cls, c): return c is int or super().__subclasscheck__(c)
    def __len__(cls): return 7
    def __iter__(cls): return iter("meta")
    def __contains__(cls, x): return x == "in"
    def __getitem__(cls, key): return ("item", key)
    def __add__(cls, other): return "added"
    def __radd__(cls, other): return "radded"
    def __bool__(cls): return False
    def __repr__(cls): return f"<meta {cls.__name__}>"
    def __lt__(cls, other): return "lt"
    def __getattr__(cls, name): return f"meta attr {name}"
    def __setattr__(cls, name, value):
        print("set", name, value)
        super().__setattr__(name, value)
    def __delattr__(cls, name):
        print("del", name)
        super().__delattr__(name)
    def __dir__(cls): return ["z", "a"]
    @property
    def prop(cls): return f"prop of {cls.__name__}"
    def method(cls): return f"method of {cls.__name__}"


class A(metaclass=Meta, option=1):
    x = 1
    def __init__(self, *args): self.args = args


class B(A, extra=2): pass


a = A(1, 2)
print(a.args, isinstance("yes", A), issubclass(int, B), isinstance(5, A), isinstance(B(), A))
print(len(A), list(A), "in" in A, A["k"], A + 1, 1 + A, bool(A), A, A < B, A.missing, dir(A))
A.y = 5
print(A.y)
del A.y
print(A.prop, A.method(), A.prepared)
for f in (lambda: a.prop, lambda: a.method, lambda: len(a), lambda: a[0], lambda: setattr(A, "prop", 1)):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class Other(type): pass
class C(metaclass=Other): pass
for bases, kw in (((A, C), {}), ((A,), {"metaclass": Other}), ((C,), {"metaclass": type})):
    try:
        print(type(type("D", bases, {})) if not kw else "", end="")
        class D(*bases, **kw): pass
        print(type(D))
    except TypeError as e:
        print(e)


def factory(name, bases, space, **kw):
    print("factory", name, bases, sorted(k for k in space if k[:2] != "__"), kw)
    return "not a class"


class E(metaclass=factory, k=1):
    z = 2


print(E)


class BadPrepare(type):
    @classmethod
    def __prepare__(mcs, name, bases): return 5


try:
    class F(metaclass=BadPrepare): pass
except TypeError as e:
    print(e)


class Instance:
    def __call__(self, name, bases, space): return name, bases
    def __prepare__(self, name, bases): return {"p": 1}


class G(metaclass=Instance()): pass
print(G)
