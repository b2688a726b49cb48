"""Every kind of parameter, and the errors of binding."""
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, x=8, a=9))
print(f(*[1, 2], **{"d": 1, "z": 2}), f(1, *(), d=2, **{}))
def g(x, y): return x, y
def k(*, only): return only
def n(): pass
calls = [
    lambda: f(), lambda: f(1), lambda: g(1), lambda: g(), lambda: g(1, 2, 3), lambda: g(1, x=1),
    lambda: g(1, 2, z=3), lambda: k(1), lambda: k(), lambda: n(1), lambda: g(*5), lambda: g(**5),
    lambda: g(**{1: 2}), lambda: g(1, **{"x": 2}), lambda: 5(), lambda: f(1, b=2, d=3),
    lambda: (lambda a, b, c: 0)(), lambda: g(*[1], *[2], *[3]), lambda: k(only=1, **{"only": 2}),
]
for c in calls:
    try: print(c())
    except TypeError as e: print(e)
class M:
    def m(self, a): return a
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return cls.__name__, a
print(M().m(1), M.m(M(), 2), M.s(3), M().s(4), M.c(5), M().c(6))
for c in (lambda: M().m(), lambda: M().m(1, 2), lambda: M.m(), lambda: M.c()):
    try: c()
    except TypeError as e: print(e)
