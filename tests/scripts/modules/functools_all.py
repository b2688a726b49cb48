# functools: partial, reduce, cmp_to_key, lru_cache, and what they hold.
import functools
import gc
import sys
import weakref


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


P = functools.partial
L = functools._lru_cache_wrapper
p = P(print, 1, 2, sep="x")


@functools.lru_cache(2, typed=True)
def f(*a, **k):
    return a, k


K = functools.cmp_to_key(lambda a, b: (a > b) - (a < b))


class Sub(P):
    pass


for text in (
    "P()", "P(1)", "P(func=1)", "P(int, '1', base=2)", "P(int, base=2)('11')",
    "P(P(int, 1), 2).args", "P(P(int, a=1), b=2).keywords", "Sub(int, 2)",
    "P(Sub(int, 1), 2).func", "p.__reduce__()[0:2]", "p.__setstate__(1)",
    "p.__setstate__((1, 2, 3, 4))", "p.__setstate__((1, (), {}, None))",
    "p.__setstate__((print, (3,), {}, {'z': 1}))", "p, p.z, vars(p)",
    "setattr(p, 'func', 1)", "p.x", "P[int]", "p(4)", "delattr(p, '__dict__')", "delattr(f, '__dict__')", "delattr(p, 'z')",
    "functools.reduce()", "functools.reduce(1)", "functools.reduce(1, 5)",
    "functools.reduce(1, [])",
    "functools.reduce(lambda a, b: a + b, [1, 2, 3], 10)",
    "functools.reduce(1, [1])", "functools.reduce(1, [1, 2])",
    "functools.reduce(lambda a, b: 1 / 0, [1, 2])",
    "functools.cmp_to_key()", "type(functools.cmp_to_key(mycmp=1))",
    "K(1) < K(2), K(1) >= K(2), K(1) == K(1), K(1) != K(1)", "K(1) < 2",
    "hash(K(1))", "K(5).obj", "K()", "K(obj=3).obj", "K(1, 2)", "K < K(1)",
    "sorted([3, 1, 2], key=K)", "K.obj",
    "functools.cmp_to_key(lambda a, b: 'x')(1) < functools.cmp_to_key(1)(2)",
    "L()", "L(1, 2, 3, 4)", "L(print, 'a', 0, int)", "L(print, 1)",
    "f.cache_info()", "f(1), f(1), f(1.0), f(a=1), f.cache_info()",
    "f(a=1, b=2), f(b=2, a=1), f.cache_info()",
    "f.cache_clear()", "f.cache_info()", "f.cache_parameters()", "f([])",
    "type(f)", "f.__reduce__()", "f.__get__(None, int) is f",
    "f.cache_info(1)", "f.__name__, f.__doc__, f.__wrapped__.__name__",
    "L(print, None, 0, tuple).__name__", "L(len, -5, 0, tuple)('a')",
):
    show(text)


@functools.lru_cache(maxsize=3)
def square(n):
    print("square", n, end="; ")
    return n * n


print([square(n) for n in (1, 2, 3, 1, 4, 2, 3, 1, 4)], square.cache_info())


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info())


class C:
    @functools.lru_cache(None)
    def m(self, x=0):
        return [self, x]

    @functools.cached_property
    def once(self):
        print("once")
        return 5


c = C()
print(c.m() is c.m(), C.m.cache_info(), c.once, c.once)
r = weakref.ref(c)
del c
print(r() is None)
C.m.cache_clear()
print(r() is None)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("free", self.name, end="; ")


@functools.lru_cache(2)
def make(name):
    return Noisy(name)


for name in "abcab":
    make(name)
print(make.cache_info())
make.cache_clear()
print()


@functools.lru_cache(2)
def loop(x):
    return [x]


loop(loop)
print(gc.collect() >= 0)
w = weakref.ref(loop)
del loop
gc.collect()
print(w() is None)

# a function that fills its own cache, and one that clears it
@functools.lru_cache(1)
def again(n):
    return again(n - 1) + 1 if n else 0


print(again(5), again.cache_info())


@functools.lru_cache(2)
def clearing(n):
    clearing.cache_clear()
    return n


print(clearing(1), clearing(2), clearing(1), clearing.cache_info())


class BadEq:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("eq")


@functools.lru_cache(2)
def ident(x):
    return 1


ident(BadEq())
show("ident(BadEq())")
print(ident.cache_info())


@functools.singledispatch
def what(x):
    return "any"


@what.register
def _(x: int):
    return "int"


print(what(1), what("a"), what(True))


@functools.total_ordering
class T:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n

    def __lt__(self, o):
        return self.n < o.n


print(T(1) <= T(2), T(1) >= T(2))
o = object()
n = sys.getrefcount(o)
q = P(print, o, k=o)
print(sys.getrefcount(o) - n)
del q
print(sys.getrefcount(o) - n)
