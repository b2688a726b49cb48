# The format mini-language on floats and complex numbers.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


inf, nan = float("inf"), float("nan")
for x in (0.0, -0.0, 1.5, -2.675, 1234567.891, 1e-7, 1e22, 5e-324, inf, -inf, nan, 0.1, 100.0):
    row = []
    for spec in ("", "e", "E", "f", "F", "g", "G", "n", "%", ".0f", ".1f", ".3f", "#.0f", ".0e", "#.0e", ".3g", "#.3g", ".0g", ".17g", ".20f", "+", " ", "-", "10", "<10", "^10", "=10", "010", "+010.2f", ",", "_", ",.2f", "_.3e", "012,.1f", "*^12.2f", "z", "z.0f", "z.1f", "z+.1f", ".10", ".2%", ",%", "#", "#g", "x<8", "08.3"):
        try: row.append(format(x, spec))
        except Exception as e: row.append(f"{type(e).__name__}: {e}")
    print(repr(x), row)
for spec in ("d", "x", "s", "c", "b", ".", ".f", "..2", ",n", "_n", ",_f", "zz", "#_", ".-1f", ".1.f", "q", "5.3.2f", ".2147483648f", "z d"):
    attempt(lambda: (spec, format(1.5, spec)))
for c in (1 + 2j, -0.5j, complex(inf, nan), 0j, 1e20 + 1e-5j):
    row = []
    for spec in ("", ".2f", "e", "g", ".3", "+", "10.1f", ">20", "<20", "^24.2", ",", ",.1f", "#", "_", "n"):
        try: row.append(format(c, spec))
        except Exception as e: row.append(f"{type(e).__name__}: {e}")
    print(c, row)
attempt(*[lambda s=s: format(1j, s) for s in ("d", "05", "=10", "%", "s", "x", "0", "=", "z.1f")], lambda: f"{1/3:.{3}f}", lambda: f"{2.5:.0f} {3.5:.0f} {0.5:.0f} {1.5:.0f} {-0.5:.0f}", lambda: f"{1e16:,}", lambda: f"{123456789.123:_.2f}", lambda: "%.3g|%#.3g|%g|%e|%010.2f|%+f|% f|%-10.1f|" % (1e10, 1.0, 1e-5, 12345.678, -1.5, 2.0, 2.0, 3.14), lambda: "%.0f" % 0.5, lambda: "%f" % inf, lambda: "%05f" % nan, lambda: "%.50f" % 0.1, lambda: "%d" % 1.9, lambda: "%d" % inf, lambda: "%x" % 1.5, lambda: "%i" % nan, lambda: repr(1e16), lambda: repr(1e15), lambda: repr(123456789012345680.0), lambda: repr(0.00001), lambda: repr(0.0001), lambda: str(1e100))
