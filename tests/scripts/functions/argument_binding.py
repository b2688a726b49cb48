# Every way to bind arguments, and every message when they do not fit.
def a(): pass
def b(x): pass
def c(x, y=2): pass
def d(x, /): pass
def e(*, k): pass
def f(*, k, l, m=1): pass
def g(x, /, y, *, z): pass
def h(*args, **kw): return args, kw
def i(x, y, z, w): pass
def j(x, /, **kw): return x, kw
def k(x=1, /, y=2, *a, z=3, **kw): return x, y, a, z, kw
class Bound:
    def m(self, x): pass
    def n(self): pass
    def __call__(self, x): pass
    @classmethod
    def cm(cls, x): pass
    @staticmethod
    def sm(x): pass
    def inner(self):
        def deep(p): pass
        return deep
    def none(): pass


o = Bound()
lam = lambda x, *, y: 0
CALLS = """a(1)|a(1, 2)|a(x=1)|b()|b(1, 2)|b(1, x=1)|b(y=1)|b(x=1, y=2)|b(1, y=2, z=3)|c()|c(1, 2, 3)|c(1, x=2)|c(y=1)|d()|d(x=1)|d(1, 2)|e()|e(1)|e(1, k=2)|e(k=1, l=2)|f()|f(k=1)|f(l=1)|f(1, 2, k=1)|g()|g(1)|g(1, 2)|g(1, 2, 3)|g(x=1, y=2, z=3)|g(1, x=2, y=3, z=4)
h(1, a=2)|i()|i(1)|i(1, 2)|i(1, 2, 3)|i(1, 2, 3, 4, 5)|i(w=1)|i(1, 2, 3, 4, 5, q=1)|j(1, x=2)|j(x=1)|k(1, 2, 3, 4, z=5, y=6)|k(x=5)|k(5, y=6, x=7)|o.m()|o.m(1, 2)|o.n(1)|o()|o(1, 2)|o.cm()|Bound.cm(1, 2)|o.sm()|o.inner()()|o.none()|Bound.m()|Bound.n()|lam()|lam(1)|lam(1, 2)
b(*[])|b(*[1, 2])|b(**{'x': 1})|b(**{'y': 1})|b(1, **{'x': 1})|h(*(1, 2), *[3], k=1, **{'l': 2}, **{'m': 3})|h(**{'a': 1}, a=2)|h(a=1, **{'a': 2})|h(**{'a': 1}, **{'a': 2})|h(**{1: 2})|h(*5)|h(**5)|h(**[('a', 1)])|h(*None)|h(**None)|h(**{'not an identifier': 1})|b(**{'x y': 1})|h(*'ab', *{1: 2}, *(x for x in 'c'))
a(**{'é': 1})|Bound(1)|Bound(x=1)|k(*range(5), **dict(q=1))|h(*[1], 2, *[3], x=4, *[5])|d(**{'x': 1})|j(**{'x': 1})|j(1, **{'x': 1, 'y': 2})|len()|len(1, 2)|len(x=1)|print(sep=1)|print(foo=1)|int('1', base=2, x=3)|str(1, 2, 3, 4)|(lambda: 0)(1)|(lambda *, _: 0)()|dict(1, 2)|dict(**{'a': 1}, b=2)|[].append()|[].append(1, 2)|[].append(x=1)|''.join()|{}.get()|{}.update(1, 2)"""
for call in CALLS.replace("\n", "|").split("|"):
    try:
        print(call, "->", eval(call))
    except Exception as err:
        print(call, "->", type(err).__name__, err)


def many(p1, p2, p3, p4, *, q1, q2, q3): pass
for args in ((), (1,), (1, 2, 3), (1, 2, 3, 4)):
    for kw in ({}, {"q1": 1}, {"q1": 1, "q2": 2}, {"p4": 1}, {"q1": 1, "q2": 1, "q3": 1}):
        try:
            many(*args, **kw)
            print("fits")
        except TypeError as err:
            print(err)


def default(x, acc=[]):
    acc.append(x)
    return acc
default(1)
print(default(2), default.__defaults__)
default.__defaults__ = ("new",)
try: default(1)
except AttributeError as err: print(err)
default.__defaults__ = None
try: default(1)
except TypeError as err: print(err)
k.__kwdefaults__ = None
try: k()
except TypeError as err: print(err)
k.__kwdefaults__ = {"z": "other", "unused": 1}
print(k())
