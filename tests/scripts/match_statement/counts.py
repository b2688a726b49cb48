"""References after matching: subjects, captures, what is let go of."""
import sys
import weakref


class Thing:
    __match_args__ = ("part",)

    def __init__(self, part=None):
        self.part = part


def count(o):
    return sys.getrefcount(o) - 2

t = Thing("p")
base = count(t)
match t:
    case Thing(x):
        print(count(t) - base, x)
print(count(t) - base)
match [t]:
    case [y]:
        print(count(t) - base)
del y
print(count(t) - base)
match [t, t]:
    case [a, b, c]:
        pass
    case [a, *b]:
        print(count(t) - base, len(b))
del a, b
print(count(t) - base)
match {"k": t}:
    case {"k": v, **rest}:
        print(count(t) - base, rest)
del v, rest
r = weakref.ref(t)


def f(x):
    match x:
        case [Thing() as inner] if inner.part == "no":
            return 1
        case [Thing(part=p)]:
            return p
print(f([t]), count(t) - base)
match Thing():
    case Thing(part=None) as z:
        w = weakref.ref(z)
print(w() is z)
z = None
print(w() is None)
try:
    match t:
        case Thing(part=q) if 1 / 0:
            pass
except ZeroDivisionError:
    print(q, count(t) - base)
del t
print(r() is None)
