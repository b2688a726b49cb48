"""The format mini-language on int, float, bool: every part, alone and together, and errors."""
values = [0, 1, -1, 42, -12345678, 10 ** 20, True, 0.0, -0.0, 1.5, -2.675, 1e-7, 1e22, 123456789.123, float("inf"), float("-inf"), float("nan")]
specs = ["", "d", "5", "<8", ">8", "^8", "=8", "08", "+", " ", "-", "+08", ",", "_", "08,", "010_", "x", "#x", "#X", "o", "#o", "b", "#b", "#010b", "_b", "_x", "c", "n",
         "e", "E", ".0e", "f", "F", ".0f", ".3f", "#.0f", "g", "G", ".3g", "#.3g", "%", ".1%", "*^12", "é>7", "<+9", "=+9", "0=9", ",.2f", "_.2f", "012,.1f", "z", "z.1f", ".2", ".10", "10.3", "+.2e", "15,", "015,d", "s"]
for spec in specs:
    row = []
    for v in values:
        try:
            row.append(format(v, spec))
        except (ValueError, OverflowError) as e:
            row.append(f"{type(e).__name__}: {e}")
    groups = []
    for r in row:
        groups.append(r)
    print(repr(spec), groups)
for spec in ("Z", "5.", ".", "..", "10.5d", "<<<", ",,", ",_", "_,", "x,", ",x", ",b", "_c", ",n", "+c", "#c", "5c", ".3d", " +", "0x10", "{}", "<>5", "é", "99999999999999999999", ".99999999999999999999", "zd", "#", "=", "^", ",%", "_%", ",e", "0<5", "00005", "1_000"):
    for v in (5, 2.5):
        try:
            print(repr(spec), repr(format(v, spec)))
        except (ValueError, OverflowError) as e:
            print(repr(spec), type(e).__name__, e)
