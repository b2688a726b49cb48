# format() of floats: every type and option.
def attempt(value, spec):
    try:
        return "[" + format(value, spec) + "]"
    except Exception as e:
        return f"{type(e).__name__}: {e}"


SPECS = ["", "e", "E", "f", "F", "g", "G", "n", "%", "d", "x", "c", "s", "b", ".0", ".1", ".3", ".17", ".0f", ".1f",
         ".10f", ".0e", ".2e", ".0g", ".1g", ".3g", ".17g", "#.0f", "#.0e", "#.0g", "#.3g", "#", "#g", "+", " ", "-",
         "+.2f", "010", "+010.2f", "*^12.1f", "*=+12.1f", ",", "_", ",.2f", "_.3f", "020,.2f", "015_.1f", ".2%", ".0%",
         "#.0%", "z", "z.0f", "z.1f", "+z.1f", "z+.1f", "zg", ".50f", ".400g", "10", "<10", "^10", "=10", "0<10", "é>10",
         ",e", ",g", ",%", ",n", ".3n", ".", ".f", "5.", "5.f", ".-1f", "1.2.3", "099.5", ".1000001f", ".2147483648f"]
VALUES = [0.0, -0.0, 1.0, -1.5, 3.14159, 1234567.891, 1e10, 1e16, 1e-5, 123456789.0, 1e100, -1e-10, 0.05, -0.04,
          float("inf"), float("-inf"), float("nan"), 2.5, 0.5, 999999.5, 5e-324]
for value in VALUES:
    for spec in SPECS:
        text = attempt(value, spec)
        print(value, spec, text if len(text) < 120 else (len(text), text[:50], text[-30:]))
