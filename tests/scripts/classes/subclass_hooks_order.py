# __init_subclass__, __set_name__, __class_getitem__, in order and failing.
class Named:
    def __init__(self, tag): self.tag = tag
    def __set_name__(self, owner, name): print("  set_name", self.tag, owner.__name__, name)
    def __get__(self, o, t): return f"{self.tag} of {t.__name__}"


class Base:
    subclasses = []
    def __init_subclass__(cls, /, keyword=None, **rest):
        print("  init_subclass", cls.__name__, keyword, rest)
        super().__init_subclass__(**rest)
        cls.subclasses.append(cls.__name__)
    def __class_getitem__(cls, key): return f"{cls.__name__}[{key!r}]"


class A(Base, keyword="k"):
    one, two = Named(1), Named(2)
    same = one
class B(A): pass
print(Base.subclasses, A.one, B.two, A[int], B[1, 2], Base["x"])
try:
    class C(Base, unknown=1): pass
except TypeError as e:
    print(e, Base.subclasses)
try:
    class D(unknown=1): pass
except TypeError as e:
    print(e)


class Fails:
    def __set_name__(self, owner, name): raise ValueError("set_name", name)


try:
    class E(Base):
        bad = Fails()
except RuntimeError as e:
    print(e, repr(e.__cause__))
except ValueError as e:
    print(repr(e), getattr(e, "__notes__", None))
class WrongCount:
    def __set_name__(self): pass
try:
    class F: w = WrongCount()
except (TypeError, RuntimeError) as e:
    print(type(e).__name__, e, repr(e.__cause__))
class OnInstance: pass
o = OnInstance()
o.__set_name__ = lambda *a: print("never")
class G: attr = o
late = Named("late")
G.later = late
late.__set_name__(G, "later")


class Meta(type):
    def __new__(m, name, bases, space):
        print("  meta new", name)
        cls = super().__new__(m, name, bases, space)
        print("  meta made", name)
        return cls
    def __init__(cls, *args):
        print("  meta init")
        super().__init__(*args)


class H(Base, metaclass=Meta):
    n = Named("n")
class I:
    def __init_subclass__(cls): print("  plain", cls.__name__)
    __init_subclass__.__isabstractmethod__ = False
print(type(vars(I)["__init_subclass__"]).__name__)
class J(I): pass
type("K", (I,), {"x": Named("dynamic")})
import types
types.new_class("L", (Base,), {"keyword": 5}, lambda ns: ns.update(z=Named("z")))
class M:
    @classmethod
    def __class_getitem__(cls, item): return ("explicit", item)
    __init_subclass__ = None
print(M[1], type(vars(M)["__class_getitem__"]).__name__)
try:
    class N(M): pass
except TypeError as e:
    print(e)
class P:
    __class_getitem__ = lambda key: ("static", key)
try:
    print(P[5])
except TypeError as e:
    print(e)
class Q:
    __class_getitem__ = 5
for c in (Q, I):
    try:
        c[0]
    except TypeError as e:
        print(e)
class R:
    def __init_subclass__(cls):
        for k, v in list(vars(cls).items()):
            if isinstance(v, int): setattr(cls, k.upper(), v * 10)
class S(R):
    a = 1
    b = 2
print(S.A, S.B)
