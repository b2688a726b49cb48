# Everything that can be called, how it says that it cannot.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


import functools, operator
class C:
    def __call__(self, *a, **k): return "called", a, k
    @classmethod
    def cm(cls, *a): return cls.__name__, a
    @staticmethod
    def sm(*a): return a
    def m(self, *a): return a
class D(C):
    def __call__(self, *a, **k): return "D", super().__call__(*a, **k)
class NoCall: pass
class Prop:
    @property
    def __call__(self): return lambda *a: ("from property", a)
class NoneCall: __call__ = None
class Chain:
    __call__ = C()
class Loop: pass
Loop.__call__ = Loop()
n = NoCall(); n.__call__ = lambda: 1
p = functools.partial(lambda *a, **k: (a, k), 1, x=2)
attempt(lambda: C()(1, k=2), lambda: D()(1), lambda: Prop()(3), lambda: NoneCall()(), lambda: Chain()(5), lambda: Loop()(), lambda: n(), lambda: NoCall()(), lambda: (1)(), lambda: "s"(), lambda: None(), lambda: [](), lambda: {}(1), lambda: (lambda: 0)()(), lambda: len()(), lambda: int.real(), lambda: C.m(), lambda: C.m(1, 2), lambda: C.cm(1), lambda: C().sm(1), lambda: p(3, y=4), lambda: p(x=5), lambda: functools.partial(p, 9)(), lambda: functools.partial(), lambda: functools.partial(5), lambda: p.func.__name__, lambda: (p.args, p.keywords), lambda: operator.call(len, "abc"), lambda: operator.methodcaller("upper")("x"), lambda: operator.itemgetter(1, 0)("ab"), lambda: operator.attrgetter("real.imag")(5), lambda: str.upper("a"), lambda: str.upper(5), lambda: str.upper(), lambda: list.append([], 1), lambda: list.append(5, 1), lambda: int.__add__(1, 2), lambda: int.__add__(1, "a"), lambda: int.__add__("a", 1), lambda: (5).__add__(), lambda: type.__call__(int, "7"), lambda: type(5)(3.9), lambda: object()(), lambda: type(None)(), lambda: type(...)(), lambda: type(NotImplemented)(), lambda: type(None)(1), lambda: type(lambda: 0)(), lambda: type(len)(), lambda: type((x for x in "a"))(), lambda: bool(1, 2), lambda: callable(C) and callable(C()) and not callable(n.__class__()), lambda: classmethod(len)(), lambda: staticmethod(len)("ab"), lambda: property()(), lambda: super()(), lambda: NotImplemented(), lambda: ...())
