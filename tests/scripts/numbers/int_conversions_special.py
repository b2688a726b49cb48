# __int__, __index__ and __trunc__: which is asked, and what they may return.
import warnings
warnings.simplefilter("ignore")


class Sub(int):
    pass


def make(**methods):
    return type("Made", (), {name: (lambda value: lambda self: value)(value)
                             for name, value in methods.items()})()


def attempt(function, *args):
    try:
        result = function(*args)
        return f"{result!r} {type(result).__name__}"
    except Exception as e:
        return f"{type(e).__name__}: {e}"


CASES = [make(__int__=3), make(__index__=4), make(__trunc__=5), make(__int__=3, __index__=4),
         make(__int__="x"), make(__index__=1.5), make(__trunc__=make(__int__=7)),
         make(__trunc__=make(__index__=8)), make(__trunc__="9"), make(__int__=Sub(6)),
         make(__index__=Sub(6)), make(__int__=True), make(__index__=True), make(__trunc__=2.5),
         make(__float__=1.5), make(__float__=1), make(__index__=10**400), make(__complex__=1j)]
for number, case in enumerate(CASES):
    for function in (int, float, complex, hex, range, chr, [0, 1, 2, 3, 4, 5].__getitem__,
                     "ab".__mul__, (1).__lshift__, round, divmod):
        name = getattr(function, "__name__", "?")
        print(number, name, attempt(function, case).replace("10000000000", "*"))
print(attempt(int, "5", make(__index__=16)), attempt(int, "5", make(__int__=16)))
