"""cmath: every function at finite numbers of all sizes, and at special ones."""
import cmath
import itertools
import random

functions = [getattr(cmath, name) for name in (
    "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan "
    "tanh phase polar isfinite isinf isnan").split()]


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__} {e}"


rng = random.Random(9)
sizes = [0.0, 1e-320, 1e-308, 1e-200, 1e-10, 0.5, 1.0, 1.5, 20.0, 700.0, 710.0,
         1e10, 1e160, 1e308, 1.7e308]
parts = sizes + [-x for x in sizes]
for x, y in itertools.product(parts, parts):
    z = complex(x, y)
    for f in functions:
        print(f.__name__, z, attempt(f, z))
for _ in range(300):
    z = complex(rng.uniform(-3, 3), rng.gauss(0, 2))
    print([attempt(f, z) for f in functions], attempt(cmath.log, z, 2 - z))
inf, nan = cmath.inf, cmath.nan
special = [inf, -inf, nan, 0.0, -0.0, 2.5, -2.5]
for x, y in itertools.product(special, special):
    z = complex(x, y)
    for f in functions:
        r = attempt(f, z)
        if isinstance(r, complex):  # the signs of zeros and NaNs are free
            r = abs(r.real), abs(r.imag)
        print(f.__name__, z, r)
    print("rect", x, y, attempt(cmath.rect, x, y) == attempt(cmath.rect, x, y),
          str(attempt(cmath.rect, x, y)).replace("-", ""))


class Complex:
    def __complex__(self):
        return 1 + 2j


class Float:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 3


for o in Complex(), Float(), Index(), True, "1", None, b"1", [], 2 ** 2000:
    print(type(o).__name__, attempt(cmath.sqrt, o), attempt(cmath.phase, o))
for args in ((0,), (1, 0), (1, 1), (0, 5), (), (1, 2, 3), (8, 2), (1j, 10)):
    print("log", args, attempt(cmath.log, *args))
for args in ((1, 1), (2.0, "x"), (1,), (1j, 1), (3, 0.0), (3, -0.0)):
    print("rect", args, attempt(cmath.rect, *args))
close = cmath.isclose
print(close(1, 1 + 1e-10), close(1, 1.1), close(1j, 1j, rel_tol=0),
      close(inf, inf), close(inf, 1), close(nan, nan), close(1, 2, abs_tol=1),
      attempt(lambda: close(1, 2, rel_tol=-1)), attempt(close, 1))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan,
      cmath.nanj)
