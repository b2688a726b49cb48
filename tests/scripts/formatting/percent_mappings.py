# The % operator: mappings, stars, flags, every conversion, every refusal.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class S:
    def __str__(self): return "str"
    def __repr__(self): return "répr"
class I:
    def __index__(self): return 10
class N:
    def __int__(self): return 7
class M:
    def __getitem__(self, k): return f"item {k!r}"
for t, a in (("%s", 1), ("%s", (1,)), ("%s", ()), ("%s", (1, 2)), ("%s %s", 1), ("%s", [1, 2]), ("%s", {}), ("%(a)s", {"a": 1}), ("%(a)s", {}), ("%(a)s", 1), ("%(a)s", [1]), ("%(a)s", (1,)), ("%(a)s", M()), ("%(a(b)c)s", M()), ("%(a", {}), ("%()s", {"": "empty"}), ("%(a)s %s", {"a": 1}), ("%(a)s %(a)r", {"a": "x"}), ("x", {}), ("x", ()), ("x", 1), ("x", [1]), ("x", "y"), ("%%", ()), ("%%", 1), ("%", ()), ("%5%|", ()), ("%d%%", 5), ("%*d", (5, 1)), ("%-*d|", (5, 1)), ("%*d|", (-5, 1)), ("%.*f", (2, 3.14159)), ("%.*f", (-2, 3.14159)), ("%*.*f", (8, 1, 2.55)), ("%*d", ("a", 1)), ("%*d", (1,)), ("%(a)*d", {"a": 1}), ("%d", "1"), ("%d", 1.5), ("%d", I()), ("%d", N()), ("%d", None), ("%x", I()), ("%x", 1.0), ("%x", -255), ("%#x %#X %#o", (255, 255, 8)), ("%+d % d %05d %-5d|", (1, 1, 1, 1)), ("%+05d", -3), ("%.3d", 5), ("%08.3d", 5), ("%.0d", 0), ("%i %u", (1, -1)), ("%c%c", (65, "é")), ("%c", ""), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 1.0), ("%c", I()), ("%5c|%-5c|", ("a", "b")), ("%r %a %s", (S(), S(), S())), ("%.2s|%5.1s|%-5s|", ("abc", "abc", "abc")), ("%.0s|", "abc"), ("%5s|%05s|", ("a", "a")), ("%ld %hd %Ld", (1, 2, 3)), ("%lld", 1), ("%y", 1), ("%é", 1), ("%\n", 1), ("%b", 1), ("% +d", 5), ("%-05d|", 5), ("%#s", "x"), ("%#.3x", 10), ("%s", None), ("%s" * 3, (1, 2, 3)), ("%99999999999999999999d", 1), ("%.99999999999999999999f", 1.0), ("%1$s", (1,)), ("%e %E %g %G %f %F", (1e10, 1e10, 1e-5, 1e-5, 1e5, float("inf"))), ("%s", b"x"), ("%d", True), ("%d", 10 ** 30), ("%x", 10 ** 30), ("%o", -8), ("%s %(a)s", {"a": 1}), ("%(a)d", {"a": "s"}), ("%(a)5.1f|", {"a": 2.25})):
    attempt(lambda: (t, t % a))
for t, a in ((b"%s", b"x"), (b"%s", "x"), (b"%s", 5), (b"%b", bytearray(b"y")), (b"%a", "é"), (b"%r", "é"), (b"%d", 5), (b"%c", 65), (b"%c", b"a"), (b"%c", 256), (b"%(a)d", {b"a": 1}), (b"%(a)d", {"a": 1}), (b"%5d|%-5d|", (1, 2)), (b"%x", 255), (b"%f", 1.5), (bytearray(b"%d"), 1), (b"%s", memoryview(b"mv")), (b"%", ()), (b"%s %s", (b"a",)), (b"%y", 1), (b"%.1s|", b"abc")):
    attempt(lambda: (bytes(t), t % a))
class Str(str):
    def __mod__(self, o): return "own mod"
    def __rmod__(self, o): return "own rmod"
attempt(lambda: Str("%s") % 1, lambda: "%s" % Str("a"), lambda: "a" % Str("b"), lambda: type("%s" % Str("x")).__name__)
