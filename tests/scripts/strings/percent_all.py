"""% formatting: flags, widths, precision, types, mappings, errors; bytes too."""
values = [0, 5, -5, 255, 10 ** 20, 1.5, -2.5, 1e100, True]
for spec in ("%d", "%i", "%u", "%5d", "%-5d|", "%05d", "%+d", "% d", "%+5d", "%-05d|", "%.3d", "%8.3d", "%x", "%X", "%#x", "%#X", "%o", "%#o", "%08x", "%#010x", "%e", "%.0e", "%E", "%f", "%.1f", "%#.0f", "%g", "%G", "%#g", "%.3g", "%10.2f", "%-10.2f|", "%010.2f", "%+.1f", "% .1f", "%s", "%r", "%5s", "%-5s|", "%.1s", "%a", "%c", "%%"):
    row = []
    for v in values:
        try:
            row.append(spec % v)
        except (TypeError, OverflowError, ValueError) as e:
            row.append(type(e).__name__ + ": " + str(e))
    print(spec, row)
print("%s %s" % (1, 2), "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%*d|%-*d|%.*f" % (5, 1, 4, 2, 2, 3.14159), "%%%d" % 5, "%c%c" % ("x", 121), "%c" % 0x1F40D, "%s" % [1], "%s" % ((1, 2),), "%s" % {"a": 1}, "%r" % "é", "%a" % "é", "%5.1s|" % "abc", "%ld %hd %Ld" % (1, 2, 3), "%(a)s %%" % {"a": 1}, "%*d" % (-5, 1) + "|")
for text, args in (("%d", "x"), ("%d", None), ("%x", 1.5), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 1.5), ("%s %s", 1), ("%s", (1, 2)), ("%s", ()), ("", 1), ("", (1,)), ("", {}), ("", []), ("%", 1), ("%z", 1), ("%5", 1), ("%(a", {"a": 1}), ("%(a)s", 1), ("%(b)s", {"a": 1}), ("%(a)s %s", {"a": 1}), ("%*d", ("x", 1)), ("%.*d", ("x", 1)), ("%.", 1), ("%d", float("nan")), ("%d", float("inf")), ("%i", "5"), ("%f", "x"), ("%e", None), ("%99999999999999999999d", 1), ("%.99999999999999999999f", 1), ("%s%", 1), ("%\n", 1), ("%é", 1), ("abc", {"a": 1}), ("%(a)(b)s", {"a": 1}), ("%()s", {"": 5}), ("%((x))s", {"(x)": 6})):
    try:
        print(repr(text), repr(text % args))
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(repr(text), type(e).__name__, e)
for text, args in ((b"%d %s %b", (1, b"x", bytearray(b"y"))), (b"%s", "x"), (b"%a", "é"), (b"%r", "x"), (b"%c", 65), (b"%c", b"z"), (b"%c", 256), (b"%x", 255), (b"%.1f", 2.25), (b"%(k)s", {b"k": b"v"}), (b"%5s|", b"a"), (b"%s", memoryview(b"mv")), (b"%d", b"x"), (b"%%", ()), (b"%s", 5), (b"%q", 5)):
    try:
        print(text, text % args, bytearray(text) % args)
    except (TypeError, ValueError, OverflowError) as e:
        print(text, type(e).__name__, e)


class Spy:
    def __str__(self): return "str"

    def __repr__(self): return "repr"

    def __int__(self): return 7

    def __index__(self): return 8

    def __float__(self): return 9.5

print("%s %r %a %d %x %f" % ((Spy(),) * 6))
