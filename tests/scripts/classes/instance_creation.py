# __new__ and __init__: who is called with what, and what is refused.
class A:
    def __new__(cls, *args, **kw):
        print("  new", cls.__name__, args, kw)
        return super().__new__(cls)
    def __init__(self, *args, **kw): print("  init", args, kw)


class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
class SubOf(A):
    def __new__(cls, make): return make()
    def __init__(self, make): print("  SubOf init", type(self).__name__)


A(1, k=2)
print(Other())
print(type(SubOf(lambda: "text")), type(SubOf(lambda: object.__new__(SubOf))).__name__)
class Deeper(SubOf): pass
print(type(SubOf(lambda: object.__new__(Deeper))).__name__, type(Deeper(lambda: object.__new__(SubOf))).__name__)


class NoArgs: pass
class OnlyNew:
    def __new__(cls, x): return object.__new__(cls)
class OnlyInit:
    def __init__(self, x): pass
class BothPass:
    def __new__(cls, x): return object.__new__(cls, x)
    def __init__(self, x): pass
class InitPasses:
    def __init__(self, x): super().__init__(x)
class NewAndInit(OnlyNew):
    def __init__(self, x): super().__init__(x)
class InitReturns:
    def __init__(self): return 5
class InitNone:
    __init__ = None
class NewNone:
    __new__ = None
class InitGen:
    def __init__(self): yield


for f in (lambda: NoArgs(1), lambda: NoArgs(a=1), lambda: OnlyNew(1), lambda: OnlyNew(), lambda: OnlyInit(1), lambda: OnlyInit(), lambda: BothPass(1), lambda: InitPasses(1), lambda: NewAndInit(1),
          InitReturns, InitNone, NewNone, InitGen, lambda: object(1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(A), lambda: int.__new__(str), lambda: object.__init__(), lambda: object().__init__(1),
          lambda: NoArgs.__init__(5), lambda: int.__init__(5, 6, 7), lambda: type(), lambda: type(1, 2), lambda: type("X", (), {}, 1), lambda: type(5, (), {}), lambda: type("X", [], {}), lambda: type("X", (), []), lambda: type("X", (5,), {}), lambda: type("X\0", (), {}), lambda: type("X", (bool,), {}), lambda: type("X", (type(None),), {}), lambda: type("X", (int, str), {}), lambda: type("X", (A, A), {}), lambda: type("X", (object, A), {}), lambda: type("", (), {}), lambda: type.__new__(type), lambda: type.__new__(int, "X", (), {}), lambda: type.__call__(A, 1), lambda: A.__new__(A, 9)):
    try:
        print(type(f()).__name__)
    except Exception as e:
        print(type(e).__name__, e)
print(NoArgs.__new__ is object.__new__, type(vars(A)["__new__"]).__name__)
A.__new__ = object.__new__
try:
    A(1)
except TypeError as e:
    print(e)
del A.__new__
try:
    print(type(A(1)).__name__)
except TypeError as e:
    print(e)
class Late: pass
Late.__init__ = lambda self, x: setattr(self, "x", x)
print(Late(5).x)
Late.__new__ = lambda cls, x: object.__new__(cls)
print(Late(6).x)
Late.__new__ = staticmethod(lambda cls, x: object.__new__(cls))
print(Late(7).x)
class Singleton:
    instance = None
    def __new__(cls):
        if cls.instance is None: cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self): self.count = getattr(self, "count", 0) + 1
print(Singleton() is Singleton(), Singleton().count)
