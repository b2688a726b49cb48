# bool: arithmetic, text, what __bool__ and __len__ may say.
import operator as o


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for op in (o.and_, o.or_, o.xor, o.add, o.sub, o.mul, o.floordiv, o.mod, o.truediv, o.pow, o.lshift):
    print(op.__name__, [attempt(op, a, b) for a in (False, True, 2) for b in (False, True, 3)])
print(~True, -True, +True, abs(False), not True, not 0, True == 1, True is 1 == 1)
print(bool(), bool([]), bool([0]), bool(0.0), bool("0"), bool(None), bool(...), bool(NotImplemented.__class__))
print(attempt(bool, 1, 2), attempt(lambda: bool(x=1)), repr(True), str(False), f"{True:d} {True} {True:>6}", "%d %s" % (True, False))
print(attempt(type, "B", (bool,), {}), True.__class__, bool.__mro__, int(True), float(True))
print(attempt(bool.__new__, int), attempt(bool.__new__, bool, 5), attempt(int.__new__, bool, 1), attempt(bool.__new__))


def made(name, value):
    return type("Made", (), {name: lambda self: value})()


for value in (True, False, 1, 0, None, "x", 1.0, []):
    print(repr(value), attempt(bool, made("__bool__", value)), attempt(bool, made("__len__", value)))
for value in (-1, 2**63, 2**70, -2**70, True):
    print(value, attempt(bool, made("__len__", value)), attempt(len, made("__len__", value)))


class Fails:
    def __bool__(self):
        raise KeyError("bool")


for code in ("not f", "f and 1", "f or 1", "1 if f else 2", "[1 for x in [1] if f]", "any([f])", "all([f])", "assert_(f)",
             "f < 3 < 4", "filter(None, [f]).__next__()", "f is None", "[f].count(1)", "bool(f)"):
    print(code, attempt(eval, code, {"f": Fails(), "assert_": lambda f: [x for x in (1,) if not f]}))
print([0, False, 0.0, 0j].index(False), {True: 1, 1: 2, 1.0: 3}, True in [1], sum([True, True]), sorted([True, False, 0, 1]))
