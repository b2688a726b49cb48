"""__slots__ of all forms, with inheritance, weak references and dicts."""
import weakref


class A:
    __slots__ = ("x", "_y", "__private")

    def __init__(self):
        self.__private = 1

a = A()
print(a._A__private, hasattr(a, "x"), hasattr(a, "__dict__"), A.__slots__)
for f in (lambda: a.x, lambda: setattr(a, "z", 1), lambda: delattr(a, "x"),
          lambda: weakref.ref(a), lambda: a.__dict__, lambda: setattr(a, "__class__", int)):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
a.x = [a]
print(a.x[0] is a)
del a.x


class B(A):
    pass

b = B()
b.x, b.free = 1, 2
print(b.__dict__, weakref.ref(b)() is b)


class C(A):
    __slots__ = "one"

c = C()
c.one = c.x = 5
print(c.one, c.x)


class D:
    __slots__ = {"doc": "its text", "other": None}

print(D.doc.__doc__, D.doc, type(D.doc).__name__, D.__slots__)


class E:
    __slots__ = ["__dict__", "__weakref__", "s"]

e = E()
e.any = e.s = 1
print(e.__dict__, weakref.ref(e)() is e)


def attempt(text):
    try:
        exec(text, globals())
        print("fine:", text)
    except Exception as e:
        print(type(e).__name__, e)

attempt("class F: __slots__ = ('1x',)")
attempt("class F: __slots__ = (1,)")
attempt("class F: __slots__ = 5")
attempt("class F:\n __slots__ = ('x',)\n x = 1")
attempt("class F: __slots__ = ('__dict__', '__dict__')")
attempt("class F(A): __slots__ = ('__weakref__',)")
attempt("class F(B): __slots__ = ('__dict__',)")
attempt("class F(int): __slots__ = ('x',)")
attempt("class F(tuple): __slots__ = ('x',)")
attempt("class F(tuple): __slots__ = ()")
attempt("class F(A, D): pass")
attempt("class F(A, C): pass")
attempt("class F(C, A): __slots__ = ()")
attempt("class G: __slots__ = iter('ab')\nprint(G.a)")
attempt("class H: __slots__ = ('a', 'a')\nprint(H().__slots__)")
A.x.__set__(a, 7)
print(A.x.__get__(a), A.x.__get__(None, A) is A.x, A.x.__objclass__, A.x.__name__)
try:
    A.x.__get__(D())
except TypeError as t:
    print(t)


class Same1:
    __slots__ = ("p", "q")


class Same2:
    __slots__ = ("p", "q")

s = Same1()
s.p = 1
s.__class__ = Same2
print(type(s).__name__, s.p)
try:
    s.__class__ = A
except TypeError as t:
    print(t)
