"""Classes, attributes, methods, inheritance."""
class A:
    "doc of A"
    n = 0
    def __init__(self, x):
        self.x = x
        A.n += 1
    def who(self): return "A" + str(self.x)
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def who(self): return "B" + super().who()
a, b = A(1), B(2, 3)
print(a.who(), b.who(), A.n, B.n, b.__dict__, A.__doc__, B.__doc__)
print(isinstance(b, A), issubclass(B, A), type(b) is B, B.__mro__, B.__bases__, B.__name__)
print(hasattr(a, "y"), getattr(a, "y", "none"), getattr(b, "y"))
setattr(a, "z", 5); print(a.z, vars(a))
a.who = lambda: "own"; print(a.who())
try: a.missing
except AttributeError as e: print(e)
try: A.missing
except AttributeError as e: print(e)
try: A()
except TypeError as e: print(e)
print(A.who(a), A.who is A.who, a.__class__, B.who.__qualname__)
class E: pass
E.added = lambda self: "added"
print(E().added())
class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        ns["tag"] = kw.get("tag")
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a): print("calling", cls.__name__); return super().__call__(*a)
class WithMeta(metaclass=Meta, tag=7): pass
print(WithMeta().tag, type(WithMeta).__name__)
print(type("Dyn", (A,), {"k": 1})(9).who())
