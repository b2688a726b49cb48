# float() of texts and other things: what is read, what is refused.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


for text in ("1", " 1.5\n", "1e5", "1E-5", ".5", "5.", "-0", "+1", "inf", "-Infinity", "nan", "+NaN", "-nan", "1_000.5", "1__0", "_1", "1_", "1e1_0", "1_e1", "0x10", "", " ", ".", "e5", "1e", "1e+", "--1", "1 2", "1,5", "infinit", "nan(1)", "\u0661\u0662", "\uff11.5", "1\u00a0", "1\0", "1e400", "-1e400", "1e-400", "123456789012345678901234567890", "0." + "0" * 400 + "1", "9" * 400, "1e99999999999999999999", "0e99999999999999", "true", "None", "1j", "0b1", "1f", "¼", "²"):
    attempt(lambda: (text[:30], float(text)), lambda: float(text.encode()))
class F:
    def __init__(self, v): self.v = v
    def __float__(self): return self.v
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class S(str): pass
class Sub(float): pass
attempt(lambda: float(), lambda: float(F(1.5)), lambda: float(F(1)), lambda: float(F("x")), lambda: float(I(5)), lambda: float(I(2 ** 2000)), lambda: float(I("x")), lambda: float(None), lambda: float([]), lambda: float(1j), lambda: float(S("2.5")), lambda: float(bytearray(b"1.5")), lambda: float(memoryview(b"2.5")), lambda: float(1, 2), lambda: float(x=1), lambda: type(float(Sub(2.5))).__name__, lambda: Sub("3.5"), lambda: type(Sub(1) + 1).__name__, lambda: repr(Sub(1.5)), lambda: Sub(1.5) == 1.5, lambda: Sub.fromhex("0x1p3"), lambda: type(Sub.fromhex("0x1p3")).__name__, lambda: float("1" + "0" * 308), lambda: float(2 ** 1023 * 2 - 2 ** 970), lambda: float(2 ** 1024 - 2 ** 970), lambda: float(True), lambda: float.__new__(float), lambda: float.__new__(int), lambda: float("0.1") + float("0.2"))
