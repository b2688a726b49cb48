# format() of ints: every type, sign, grouping, fill, and what is refused.
def attempt(value, spec):
    try:
        return "[" + format(value, spec) + "]"
    except Exception as e:
        return f"{type(e).__name__}: {e}"


SPECS = ["", "d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", "c", "e", "E", "f", "F", "g", "G", "n",
         "%", "s", ",", "_", ",d", "_d", "_b", "_x", ",x", ",b", "+", "-", " ", "+d", " x", "08", "+08",
         "-08x", "#010x", "#010b", "010,", "012,d", "*^12", "*<12", "*>12", "*=+12", "=+8", "<08", "^08",
         ">+08", ".3", ".3d", ".3f", ".0f", ".0e", "10.3f", "z", "zd", "z.1f", ",.2f", "_.2f", "020,.3f",
         "0=5", "05,", "06,", "07,", "08,", "#_x", "#,x", "020_x", "1", "é^9", "\U0001f600<5", "Q", "dd",
         "10d5", "..5f", ",,", "__", ",_", "_,", ",n", "_n", "99999999999999999999", ".99999999999999999999",
         "#c", "+c", ",c", "5c", "05c", "{", "}", "<<5", "=", "<", "0", "00", "#", "#d", "#n", "08n"]
for value in (0, 42, -42, 1234567, -1234567, True, 10**20):
    for spec in SPECS:
        print(value, spec, attempt(value, spec))
for code in (0, 65, 127, 255, 0x20ac, 0xd800, 0x10ffff, 0x110000, -1, 10**20):
    print(code, ascii(attempt(code, "c")), ascii(attempt(code, "^5c")))
