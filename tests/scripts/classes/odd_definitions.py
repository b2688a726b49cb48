"""Classes with an odd mro, __new__, __dict__ or name; properties that raise."""
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def f():
    class B: pass
    class Base(type):
        def mro(cls): return type.mro(cls)
    class M(Base):
        def mro(cls):
            del M.mro
            return (B,)
    class A(metaclass=M): pass
    return A.__mro__
show(f)
def f():
    class B: pass
    class M(type):
        def mro(cls):
            return (B,)
    class A(metaclass=M): pass
    return A.__mro__
show(f)
def f():
    class B: pass
    class M(type):
        def mro(cls):
            del M.mro
            return (B,)
    class A(metaclass=M): pass
    return A.__mro__
show(f)
class A(object):
    def __new__(cls, *args, **kwargs):
        raise AssertionError
show(A)
class B(A):
    __new__ = object.__new__
    def __init__(self, foo):
        self.foo = foo
show(lambda: B(3).foo)
del B.__new__
show(B)
del A.__new__
show(lambda: B(3).foo)
class Base: pass
class Meta1(type, Base): pass
class Meta2(Base, type): pass
class D(object, metaclass=Meta1): pass
class E(object, metaclass=Meta2): pass
dd=Base.__dict__['__dict__']
show(lambda: dd.__set__(D,{}))
show(lambda: dd.__get__(D))
show(lambda: dd.__delete__(D))
show(lambda: dd.__set__(E,{}))
show(lambda: dd.__get__(E))
show(lambda: dd.__delete__(E))
import types
class Module1(types.ModuleType,Base): pass
m=Module1('x')
show(lambda: sorted(dd.__get__(m)))
class Ex(Exception,Base): pass
e=Ex()
show(lambda: dd.__set__(e,{'a':1}))
show(lambda: e.a)
class E3:
    @property
    def __eq__(self): raise ValueError("booh")
show(lambda: E3()==E3())
class E3:
    @property
    def __lt__(self): raise ValueError("booh")
    @property
    def __add__(self): raise ValueError("booh")
    @property
    def __bool__(self): raise AttributeError("booh")
    @property
    def __len__(self): raise ValueError("booh")
    @property
    def __hash__(self): raise ValueError("booh")
    @property
    def __call__(self): raise AttributeError("booh")
    @property
    def __getitem__(self): raise AttributeError("booh")
    @property
    def __iter__(self): raise AttributeError("booh")
    @property
    def __contains__(self): raise AttributeError("booh")
    @property
    def __repr__(self): raise AttributeError("booh")
    @property
    def __str__(self): raise ValueError("booh")
x=E3()
for f in (lambda: x<x, lambda: x+1, lambda: bool(x), lambda: len(x), lambda: hash(x), lambda: x(), lambda: x[0], lambda: iter(x), lambda: 1 in x, lambda: str(x)[:20], lambda: repr(x)[:11]):
    show(f)
class X:
    __slots__=('a',)
class S(str): pass
show(lambda: type(S('x'),(),{}).__name__)
show(lambda: type(type(S('x'),(),{}).__name__))
def f():
    class C: pass
    C.__qualname__=S('x.y')
    return type(C.__qualname__)
show(f)
class SubStr(str): pass
def f():
    class X: __slots__=(SubStr('x'),)
    return X.x
show(f)
def g():
    class C: pass
    C.__name__=SubStr('x')
    return C, type(C.__name__)
show(g)
def h():
    class Nasty(str):
        def __del__(self):
            C.__name__='other'
    class C: pass
    C.__name__=Nasty('abc')
    C.__name__='normal'
    return C.__name__
show(h)
from io import FileIO
show(lambda: FileIO.closed.__doc__)
class M1(type(string:=__import__('string'))):
    def getdict(self): return None
    __dict__=property(getdict)
show(lambda: dir(M1('x')))
def vic():
    class Evil:
        def __hash__(self): return hash('attr')
        def __eq__(self, other): 
            try:
                del C.attr
            except AttributeError: pass
            return 0
    class Descr:
        def __get__(self, ob, type=None): return 1
    class C: attr=Descr()
    c=C(); c.__dict__[Evil()]=0
    print(c.attr); 
    return hasattr(c,'attr')
show(vic)
