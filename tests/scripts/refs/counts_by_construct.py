# What each construct adds to and takes from a reference count.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


import sys
class T: pass
o = T()
def c(): return sys.getrefcount(o) - base
base = sys.getrefcount(o) - 0
def show(label): print(label, c())
show("start")
a = o; show("name"); del a; show("del name")
l = [o, o]; show("list"); l.pop(); show("pop"); l.append(o); l.extend([o]); show("append, extend"); l.clear(); show("clear")
d = {"k": o, o: 1}; show("dict"); del d["k"]; show("del item"); d.popitem(); show("popitem")
s = {o}; show("set"); s.add(o); show("add again"); s.discard(o); show("discard")
t = (o, [o]); show("tuple"); t = None; show("tuple gone")
def f(x, *y, **z): return c()
print("in call", f(o), f(1, o), f(1, k=o), f(*[o, o]), f(**{"x": o}))
def closure(x):
    def inner(): return x
    return inner
g = closure(o); show("closure"); g(); show("called"); del g; show("closure gone")
def default(x=o): pass
show("default"); del default; show("default gone")
class A: attr = o
show("class attribute"); A.attr = 1; show("replaced")
i = T(); i.x = o; show("instance attribute"); i.__dict__.clear(); show("dict cleared"); i.y = o; del i; show("instance gone")
def gen():
    x = o
    yield x
    yield c()
it = gen(); show("generator made"); v = next(it); show("first"); del v; print("second", next(it)); it.close(); show("closed")
try: raise ValueError(o)
except ValueError as e: show("caught")
show("handler left")
try:
    try: raise KeyError(o)
    except KeyError as e: raise ValueError from e
except ValueError as e2: show("cause")
show("chain gone")
b = o.__init__ if False else T.__repr__.__get__(o); show("method"); del b; show("method gone")
import functools, weakref
p = functools.partial(print, o); show("partial"); del p
w = weakref.ref(o); show("weakref"); x = w(); show("deref"); del x, w
m = map(str, [o]); show("map"); del m
z = zip([o], [o]); show("zip"); next(z); show("zip next"); del z
k = [x for x in [o, o]]; show("comprehension"); del k,
n = (x for x in [o]); show("genexp"); del n
u, *v = o, o, o; show("unpacking"); del u, v
lam = lambda q=o: q; show("lambda"); del lam
q = r = o; show("two targets"); q = r = None; show("none")
for y in [o]: show("loop")
show("after loop"); del y
with __import__("contextlib").nullcontext(o) as h: show("with")
del h; show("end of with")
match o:
    case T() as captured: show("match")
del captured
f"{c()}"; print(f"fstring {c()} {(lambda: c())()}")
globals()["dyn"] = o; show("globals"); exec("del dyn"); show("exec del")
big = [o] * 100; show("times"); half = big[:50]; show("slice"); del big[:]; show("emptied"); half = half + half; show("concat"); del half; show("end")
st = sorted([o, o], key=id); show("sorted"); del st
sw1, sw2 = o, 1; sw1, sw2 = sw2, sw1; show("swap"); del sw1, sw2
(wal := o); show("walrus"); del wal; show("really the end")
