# float.hex and float.fromhex, with rounding at every edge.
def attempt(text):
    try:
        return float.fromhex(text).hex()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for text in ["0x1p0", "1", "-1", "0x1.8", "0x.8p1", ".8", "8.", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0",
             "0x1.fffffffffffff80001p0", "0x1.00000000000008p0", "0x1.000000000000080000001p0",
             "0x1.00000000000018p0", "0x1p1023", "0x1p1024", "0x1.fffffffffffffp1023",
             "0x1.fffffffffffff7fffp1023", "0x1.fffffffffffff8p1023", "0x1p-1074", "0x1p-1075",
             "0x1.0001p-1075", "0x1.8p-1074", "0x0.fffffffffffff8p-1022", "0x0.ffffffffffffep-1022",
             "0x0.fffffffffffffp-1022", "0x0.fffffffffffff7p-1022", "0x3p-1075", "0x1p-99999", "0x1p99999",
             "0x0p99999", "-0x0p0", "0x1p999999999999999999999", "0x1p-999999999999999999999",
             "0x0p999999999999999999999", "inf", "-Inf", "nan", "-nan", "infinity", "infinit", " 0x1p0 \n",
             "0x1p0\0", "0x", "", ".", "0x.", "0xp0", "0x1p", "0x1p+", "0x1 p0", "0xg", "1p0", "1e5", "+0x1",
             "+-1", "0x1.8.8", "0x1p1p1", "\u0661", "0x" + "0" * 1000 + "1", "0x1" + "0" * 100 + "p-400",
             "0x." + "0" * 300 + "1p1200", "0x1P5", "0XaBp0", "0x1p0 0x1p0", "0x1p0\x00 0x1p0", "0x10000000000000.8p0",
             "0x1fffffffffffff.8", "0x1.0000000000000000001p-1022", "0x0.8p-1073", "0x1.1p-1074", "0x0.7p-1074"]:
    print(text[:40].encode(), attempt(text))
for value in (0.0, -0.0, 1.5, -2.5, 1e-320, 5e-324, 1e308, float("inf"), float("-inf"), float("nan"), 3.14):
    print(value.hex(), attempt(value.hex()))


class Sub(float):
    pass


print(type(Sub.fromhex("0x1p0")), Sub(1.5).hex(), attempt(5), attempt(b"1"))
