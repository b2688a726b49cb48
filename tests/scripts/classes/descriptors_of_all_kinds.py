class Descr:
    def __set__(self, obj, value): obj.__dict__['a'] = value
d = Descr()
class X: a = d
x = X(); print(x.a is d); x.a = 42; print(x.a)
try:
    class C: __slots__ = [chr(128)]
except TypeError as e: print(e)
class W: __slots__ = ["__weakref__"]
class D: __slots__ = ["__dict__"]
class C1(W, D): __slots__ = []
a = C1(); print(hasattr(a, "__dict__"), hasattr(a, "__weakref__"))
class C2(D, W): __slots__ = []
a = C2(); print(hasattr(a, "__dict__"), hasattr(a, "__weakref__"))
class A(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
a = A()
for f in (lambda: a == a, lambda: a + a):
    try: print(f())
    except TypeError as e: print(e)
print(type(slice.start), type(property.fget), type(range.start), type(type.__basicsize__), type(BaseException.args), type(Exception.__cause__), type(super.__self__) , type(staticmethod.__func__))
