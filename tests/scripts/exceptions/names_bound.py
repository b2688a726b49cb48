"""The name of an except clause: deleted afterwards, even on return, shadowing, in closures and classes."""
import sys
import weakref


def f():
    e = "before"
    try:
        raise ValueError(1)
    except ValueError as e:
        inner = lambda: e
        print(inner().args)
    try:
        print(e)
    except UnboundLocalError as x:
        print(x)
    try:
        inner()
    except NameError as x:
        print(x)

f()


def g():
    global glob
    try:
        raise ValueError(2)
    except ValueError as glob:
        pass
    return "glob" in globals()

print(g())


class C:
    try:
        raise ValueError(3)
    except ValueError as attr:
        kept = attr

print(hasattr(C, "attr"), C.kept)


def h():
    try:
        raise ValueError(4)
    except ValueError as e:
        del e
    try:
        raise ValueError(5)
    except ValueError as e:
        e = None
        return "fine"

print(h())


def early():
    try:
        raise ValueError(6)
    except ValueError as e:
        r = weakref.ref(E(e))
        return r


class E:
    def __init__(self, e):
        self.e = e


print(early()())


def handled():
    def now():
        return sys.exc_info()[0]
    out = [now()]
    try:
        raise ValueError
    except ValueError:
        out.append(now())
        try:
            raise KeyError
        except KeyError:
            out.append(now())
        out.append(now())
    out.append(now())
    return out

print(handled(), sys.exc_info())


def gen():
    try:
        raise ValueError
    except ValueError:
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]

try:
    raise OSError
except OSError:
    it = gen()
    print(next(it), sys.exc_info()[0], next(it), sys.exc_info()[0])
print(sys.exception() if hasattr(sys, "exception") else None)
