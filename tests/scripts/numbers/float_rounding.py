# round(), floor division, modulus and ratio of floats.
import math


def attempt(function, *args):
    try:
        return repr(function(*args))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


INF, NAN = float("inf"), float("nan")
for value in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1e16, 5e15 + 0.5, 12345.678, -12345.678, 1e300, 5e-324,
              0.0, -0.0, INF, NAN, 1.7976931348623157e308, 0.49999999999999994, 4503599627370497.5):
    print(value, [attempt(round, value, *n) for n in ((), (0,), (1,), (2,), (-2,), (-400,), (400,), (None,), (22,))])
    print(attempt(value.__trunc__), attempt(value.__floor__), attempt(value.__ceil__), attempt(int, value))
    print(attempt(value.as_integer_ratio), value.is_integer(), attempt(value.__bool__), value.__abs__(), -value)
    print(attempt(math.floor, value), attempt(math.ceil, value), attempt(math.trunc, value))
print(attempt(round, 1.5, 10**30), attempt(round, 1.5, -10**30), attempt(round, 1.5, 1.0), attempt(round, "a"))
print(attempt(round, 1.7e308, -308), attempt(round, 1.5e308, -308), attempt(round), attempt(round, number=2.5))
VALUES = (1.0, -1.0, 2.5, -2.5, 0.0, -0.0, 7.0, 1e300, INF, -INF, NAN, 0.1, 3, -3, True)
for a in VALUES:
    print([attempt(divmod, a, b) for b in VALUES])
    print([attempt(pow, a, b) for b in VALUES])
    print([attempt(lambda: a / b) for b in VALUES])
    print([a < b for b in VALUES], [a == b for b in VALUES], [a >= b for b in VALUES])
print(attempt(lambda: 1.0 + "a"), attempt(lambda: "a" * 1.5), attempt(lambda: 1.5 // "a"), attempt(lambda: 1.5 << 1))
print(1e16 == 10**16, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 10**400 > 1e308, 10**400 < INF, -10**400 > -INF)
print(hash(1.5), hash(0.1), hash(1e300), hash(INF), hash(-INF), hash(2.0**70) == hash(2**70), hash(-1.0), hash(-0.0))
print(hash(5e-324), hash(1 / 3), float.__hash__(2.5), hash(1e16), attempt((10**400).__truediv__, 1.0), 10**400 / 10**399)
print(attempt(lambda: 10**400 * 1.0), attempt(lambda: 10**400 / 3), attempt(lambda: 1 / 10**400), attempt(lambda: 0 / -5))
