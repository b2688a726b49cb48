# The format mini-language on ints, bools: every type, sign, fill, grouping.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


for n in (0, 5, -42, 123456789, -10 ** 20, True, 65):
    row = []
    for spec in ("", "d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", "c", "n", "+", "-", " ", "+d", "5", "<5", ">5", "^5", "=5", "05", "<05", "*^9", "+=9", "0=+9", "#010x", ",", "_", "_x", "_b", "#_x", ",d", "012,", "012_x", "08_b", "e", ".2e", "f", ".1f", "g", ".3g", "%", ".0%", "E", "G", "F", "z", "zf", "10.2f", "+,.1f", "é>6", "x<6d", "30,", "030,"):
        try: row.append(format(n, spec))
        except Exception as e: row.append(f"{type(e).__name__}: {e}")
    print(n, row)
for spec in ("s", ".2", ".2d", ",x", ",b", ",c", ",n", "_n", "_c", ",_", "_,", ",,", "y", "5y", "dd", "+c", "#c", "05c", "=5c", "<<5", "99999999999999999999", "5.99999999999999999999f", ".f", "d5", "+-", "  5", "{}", "\0", "é", "#", "=#", "0", "00", "-0", "+0x", ",.2", "._", ",%", ",e", "_%", "z5", "zd", "#.3f", "#g", "#,", "08,.2f"):
    attempt(lambda: (spec, format(1234, spec)))
attempt(lambda: format(0x110000, "c"), lambda: format(-1, "c"), lambda: format(0x1f600, "c"), lambda: format(10 ** 400, "f")[:5], lambda: format(10 ** 400, "e"), lambda: format(2 ** 64, ",x"), lambda: format(2 ** 64, "_b")[:20], lambda: format(True, "d"), lambda: format(True, "5"), lambda: format(True, "s"), lambda: format(True, ""), lambda: f"{True!s:>6}", lambda: (5).__format__(">3"), lambda: (5).__format__(5), lambda: int.__format__(True, "x"), lambda: format(type("I", (int,), {})(7), "03"), lambda: format(type("J", (int,), {"__str__": lambda s: "str"})(7), ""), lambda: format(1, "1000000000000d"), lambda: len(format(1, "10000")))
