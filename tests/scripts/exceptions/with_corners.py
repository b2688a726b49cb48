"""with: __exit__ that raises, swallows, returns odd truth; errors on the way in; order of lookup."""


class M:
    def __init__(self, name, swallow=False, exit_error=None, enter_error=None):
        self.__dict__.update(locals())

    def __enter__(self):
        print("enter", self.name)
        if self.enter_error:
            raise self.enter_error
        return self.name

    def __exit__(self, *exc):
        print("exit", self.name, [getattr(exc[0], "__name__", None), exc[1] and str(exc[1])])
        if self.exit_error:
            raise self.exit_error
        return self.swallow


def attempt(f):
    try:
        print("->", f())
    except BaseException as e:
        print("->", repr(e), "ctx", repr(e.__context__))


def f1():
    with M("a") as a, M("b") as b:
        return a + b


def f2():
    with M("a", swallow=True), M("b"):
        raise ValueError("v")
    return "swallowed"


def f3():
    with M("a"), M("b", exit_error=KeyError("in exit")):
        raise ValueError("v")


def f4():
    with M("a", swallow=True), M("b", enter_error=OSError("no")):
        print("not here")
    return "went on"


def f5():
    with M("a", swallow=[]):
        raise ValueError("falsy")


class BadBool:
    def __bool__(self):
        raise RuntimeError("no truth")


def f6():
    with M("a", swallow=BadBool()):
        raise ValueError("v")


def f7():
    with M("a", swallow=BadBool()):
        pass
    return "not asked"


def f8():
    with M("a") as (x, y):
        pass


def f9():
    for k in range(3):
        with M(str(k), swallow=True):
            if k == 0:
                continue
            if k == 1:
                raise ValueError(k)
            break
    return k


class OnInstance:
    def __init__(self):
        self.__enter__ = lambda: 1
        self.__exit__ = lambda *a: None


class NoExit:
    def __enter__(self):
        print("not entered")


class NoEnter:
    def __exit__(self, *a):
        pass


def using(m):
    with m:
        pass


def f10():
    using(OnInstance())


def f11():
    using(NoExit())


def f12():
    using(NoEnter())


def f13():
    using(5)


def f14():
    d = {}
    with M("item") as d["k"], M("attr") as f14.attr:
        pass
    return d, f14.attr


def f15():
    with (M("p") as p, M("q"),):
        return p


def f16():
    with (M("single")) as s:
        return s


def f17():
    with M("x"):
        with M("y"):
            raise SystemExit("leaves")

for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17):
    print(f.__name__)
    attempt(f)
