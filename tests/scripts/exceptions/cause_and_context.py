"""raise from, implicit context, suppression, loops in the chain, del of the name."""


def chain(e):
    seen = []
    while e is not None and len(seen) < 6:
        seen.append(f"{type(e).__name__}({e}) s={e.__suppress_context__}")
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
    return " <- ".join(seen)


def attempt(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, chain(e))


def implicit():
    try:
        raise ValueError(1)
    except ValueError:
        raise KeyError(2)


def from_none():
    try:
        raise ValueError(1)
    except ValueError:
        raise KeyError(2) from None


def from_class():
    raise KeyError(2) from OSError


def from_instance():
    try:
        raise ValueError(1)
    except ValueError as e:
        raise KeyError(2) from LookupError("cause")


def from_bad():
    raise KeyError(2) from 5


def raise_bad():
    raise 5


def raise_bad_class():
    raise int


def in_finally():
    try:
        raise ValueError(1)
    finally:
        raise KeyError(2)


def in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        raise KeyError(3)


def nested():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise TypeError(2)
    except TypeError:
        raise KeyError(3)


def itself():
    e = ValueError("self")
    try:
        raise e
    except ValueError:
        raise e


def older():
    a = ValueError("a")
    try:
        raise a
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError:
            raise a


def bare_reraise():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError:
            pass
        raise


def nothing_to_reraise():
    raise


def class_that_fails():
    class Bad(Exception):
        def __init__(self):
            raise TypeError("in init")
    raise Bad


def not_an_exception():
    class Odd(Exception):
        def __new__(cls):
            return 5
    raise Odd

for f in (implicit, from_none, from_class, from_instance, from_bad, raise_bad,
          raise_bad_class, in_finally, in_else, nested, itself, older,
          bare_reraise, nothing_to_reraise, class_that_fails, not_an_exception):
    attempt(f)
try:
    try:
        raise ValueError("x")
    except ValueError as e:
        e = 5
    print(e)
except NameError as err:
    print(err)
e = ValueError()
for bad in (5, int, "x"):
    for name in ("__cause__", "__context__", "__traceback__"):
        try:
            setattr(e, name, bad)
        except TypeError as t:
            print(t)
e.__cause__ = KeyError()
print(e.__suppress_context__)
for name in ("__cause__", "__context__", "__traceback__", "args"):
    try:
        delattr(e, name)
        print("deleted", name)
    except TypeError as t:
        print(t)
