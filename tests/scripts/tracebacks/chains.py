# Causes, contexts, suppressed ones, cycles of them.
from _report import report


def f(e): raise e


def context():
    try:
        f(ValueError(1))
    except ValueError:
        f(TypeError(2))


def from_none():
    try:
        f(ValueError(1))
    except ValueError:
        raise TypeError(2) from None


def suppress_flag():
    try:
        f(ValueError(1))
    except ValueError as e:
        t = TypeError(2)
        t.__suppress_context__ = True
        raise t


def unsuppressed():
    try:
        f(ValueError(1))
    except ValueError as e:
        try:
            raise TypeError(2) from None
        except TypeError as t:
            t.__suppress_context__ = False
            raise


def cause_class():
    raise TypeError(2) from ValueError


def cause_and_context():
    try:
        f(ValueError("context"))
    except ValueError:
        raise TypeError("raised") from KeyError("cause")


def cycle():
    a, b = ValueError("a"), TypeError("b")
    a.__context__, b.__context__ = b, a
    raise a


def cause_cycle():
    a, b, c = ValueError("a"), TypeError("b"), KeyError("c")
    a.__cause__, b.__cause__, c.__cause__ = b, c, b
    raise a


def own_cause():
    e = ValueError("self")
    raise e from e


def long():
    e = None
    for i in range(5):
        try:
            try:
                raise ValueError(i) from e
            finally:
                {}[i] if i % 2 else None
        except Exception as caught:
            e = caught
    raise e


def in_finally():
    try:
        f(ValueError("first"))
    finally:
        f(TypeError("second"))


def in_else():
    try:
        pass
    except Exception:
        pass
    else:
        f(ValueError("else"))
    finally:
        try:
            f(KeyError("handled"))
        except KeyError:
            pass


def reraised():
    try:
        try:
            f(ValueError("v"))
        except ValueError as e:
            raise e
    except ValueError:
        raise


def with_traceback():
    try:
        f(ValueError("one"))
    except ValueError as e:
        tb = e.__traceback__
    raise TypeError("other").with_traceback(tb)


class Manager:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError("exit")


def in_exit():
    with Manager():
        f(ValueError("body"))


def generator():
    def g():
        try:
            yield 1
        except ValueError:
            yield 1 / 0
    it = g()
    next(it)
    it.throw(ValueError("thrown"))


def stop_inside():
    def g():
        yield next(iter([]))
    list(g())


def bad_cause():
    raise ValueError("v") from 5


report(context, from_none, suppress_flag, unsuppressed, cause_class, cause_and_context, cycle, cause_cycle, own_cause, long,
       in_finally, in_else, reraised, with_traceback, in_exit, generator, stop_inside, bad_cause)
