# __slots__: kinds of definition, inheritance, conflicts, mangling, deleting.
import weakref


def make(body, *bases, **space):
    try:
        exec("class X(" + ", ".join(b.__name__ for b in bases) + "):\n " + body, globals() | {b.__name__: b for b in bases}, space)
        x = space["X"]
        print(body, "->", sorted(n for n in vars(x) if not n.startswith("__")), hasattr(x, "__dict__") and "__dict__" in dir(x()))
        return x
    except (TypeError, ValueError) as e:
        print(body, "->", type(e).__name__, e)


for body in ("__slots__ = 'ab'", "__slots__ = ('a', 'b')", "__slots__ = {'a': 'doc of a', 'b': None}", "__slots__ = iter(['q'])", "__slots__ = []", "__slots__ = ''",
             "__slots__ = ('a', 'a')", "__slots__ = ('__dict__', 'x')", "__slots__ = ('__weakref__',)", "__slots__ = ('__dict__', '__dict__')", "__slots__ = (1,)", "__slots__ = 5",
             "__slots__ = ('a b',)", "__slots__ = ('',)", "__slots__ = ('a',); a = 1", "__slots__ = ('__x', '_y', '__z__')", "__slots__ = ('class',)", "__slots__ = (b'x',)",
             "__slots__ = ('__module__',)", "__slots__ = ('__doc__',)", "__slots__ = None", "__slots__ = ('é', 'ñ')"):
    make(body)


class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1


s = S()
print(s.a, S.a, type(S.a).__name__, S.a.__get__(s), S.a.__name__, S.a.__objclass__, S.a.__qualname__)
for f in (lambda: s.b, lambda: s.c, lambda: setattr(s, "c", 1), lambda: delattr(s, "b"), lambda: vars(s), lambda: s.__dict__, lambda: weakref.ref(s),
          lambda: S.a.__get__(5), lambda: S.a.__set__(5, 1), lambda: S.b.__get__(s), lambda: S.a(1), lambda: S.a.__delete__(s) or s.a):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
s.a = s.b = [1]
del s.a
print(hasattr(s, "a"), s.b, S.__slots__, S.__dictoffset__, S.__weakrefoffset__)


class T(S): pass
t = T()
t.a, t.z = 1, 2
print(t.__dict__, t.a)
class U(S): __slots__ = ("c", "a")
u = U()
u.a, u.c = 3, 4
S.a.__set__(u, 30)
print(u.a, S.a.__get__(u), u.c, hasattr(u, "__dict__"))
class V(S): __slots__ = ()
class W: __slots__ = ("w",)
class N: __slots__ = ()
for bases in ((S, W), (V, S), (S, V), (N, S), (S, N), (N, W, V)):
    try:
        print(bases[0].__name__, type("M", bases, {"__slots__": ()}).__mro__[1:3])
    except TypeError as e:
        print(e)
for base in (int, tuple, bytes, str, list, dict, float, type, Exception):
    try:
        class X(base): __slots__ = ("extra",)
        x = X() if base is not type else X("a", (), {})
        x.extra = 5
        print(base.__name__, x.extra, hasattr(x, "__dict__"))
    except TypeError as e:
        print(base.__name__, e)
class P:
    __slots__ = {"doc": "the doc"}
import inspect
print(inspect.getdoc(P.doc), P.doc.__doc__)
class M1: __slots__ = ("__private",)
m = M1()
m._M1__private = 1
print(sorted(n for n in vars(M1) if "private" in n), m._M1__private)
class Q:
    __slots__ = ("x", "__dict__")
q = Q()
q.x, q.y = 1, 2
print(q.__dict__, q.x, q.__reduce_ex__(2)[2])
