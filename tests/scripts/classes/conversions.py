"""__int__, __index__, __trunc__, __float__, __complex__, __bool__, __len__, __round__, __format__: right and wrong."""
import math
import operator


def make(**methods):
    return type("T", (), {f"__{k}__": (lambda v: lambda self, *a: v)(v) for k, v in methods.items()})()


class IntSub(int):
    pass


class FloatSub(float):
    pass

import warnings


def show(message, category, *rest):
    print("  warned", category.__name__, message)

warnings.simplefilter("always")
warnings.showwarning = show


def attempt(label, f):
    try:
        r = f()
        print(label, type(r).__name__, r)
    except Exception as e:
        print(label, type(e).__name__, e)

for value in (3, 3.5, "3", None, True, IntSub(4), FloatSub(2.5)):
    v = repr(value)
    attempt("int " + v, lambda: int(make(int=value)))
    attempt("index " + v, lambda: operator.index(make(index=value)))
    attempt("int by index " + v, lambda: int(make(index=value)))
    attempt("trunc " + v, lambda: int(make(trunc=value)))
    attempt("float " + v, lambda: float(make(float=value)))
    attempt("float by index " + v, lambda: float(make(index=value)))
    attempt("complex " + v, lambda: complex(make(complex=value)))
    attempt("bool " + v, lambda: bool(make(bool=value)))
    attempt("len " + v, lambda: len(make(len=value)))
    attempt("bool by len " + v, lambda: bool(make(len=value)))
    attempt("str " + v, lambda: str(make(str=value)))
    attempt("repr " + v, lambda: repr(make(repr=value)))
    attempt("bytes " + v, lambda: bytes(make(bytes=value)))
    attempt("hash " + v, lambda: hash(make(hash=value)))
    attempt("format " + v, lambda: format(make(format=value), "x"))
    attempt("iter " + v, lambda: iter(make(iter=value)))
    attempt("fspath " + v, lambda: __import__("os").fspath(make(fspath=value)))
for n in (-1, 2 ** 63, 2 ** 63 - 1, 2 ** 70):
    attempt(f"len {n}", lambda: len(make(len=n)))
    attempt(f"hash {n}", lambda: hash(make(hash=n)))
    attempt(f"slice {n}", lambda: [1, 2, 3][make(index=n):])
    attempt(f"item {n}", lambda: [1, 2, 3][make(index=n)])
    attempt(f"times {n}", lambda: "" * make(index=n))
attempt("round", lambda: round(make(round="r")))
attempt("round 2", lambda: round(make(round="r"), 2))
attempt("floor", lambda: math.floor(make(floor="f")))
attempt("ceil", lambda: math.ceil(make(ceil="c")))
attempt("trunc", lambda: math.trunc(make(trunc="t")))
attempt("floor by float", lambda: math.floor(make(float=2.5)))
attempt("abs", lambda: abs(make(abs="a")))
attempt("neg", lambda: -make(neg="n"))
attempt("inv", lambda: ~make(invert="i"))
attempt("reversed", lambda: reversed(make(reversed="r")))
attempt("range", lambda: list(range(make(index=3))))
attempt("hex", lambda: hex(make(index=255)))
attempt("chr", lambda: chr(make(index=65)))
attempt("none hash", lambda: hash(type("N", (), {"__hash__": None})()))
attempt("none iter", lambda: iter(type("N", (), {"__iter__": None, "__getitem__": 1})()))
attempt("none in", lambda: 1 in type("N", (), {"__contains__": None, "__iter__": 1})())
attempt("none reversed", lambda: reversed(type("N", (list,), {"__reversed__": None})()))
