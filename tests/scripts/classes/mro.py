"""Method resolution order and cooperative super."""
class O:
    def go(self): return ["O"]
class A(O):
    def go(self): return ["A"] + super().go()
class B(O):
    def go(self): return ["B"] + super().go()
class C(A, B):
    def go(self): return ["C"] + super().go()
print(C().go(), [k.__name__ for k in C.__mro__])
try:
    class Bad(O, A): pass
except TypeError as e: print(e)
try:
    class Twice(A, A): pass
except TypeError as e: print(e)
try:
    class NoBase(1): pass
except TypeError as e: print(e)
try:
    class NoBool(bool): pass
except TypeError as e: print(e)
class Init:
    def __init_subclass__(cls, /, **kw):
        super().__init_subclass__()
        print("subclass", cls.__name__, kw)
class Sub(Init, k=1): pass
class D:
    def __set_name__(self, owner, name): print("named", owner.__name__, name)
class HasD: d = D()
print(super(C, C()).go(), super(A, C()).go())
print(C.__subclasses__(), [k.__name__ for k in O.__subclasses__()])
