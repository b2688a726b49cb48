# int() of texts in every base, of objects, with every refusal.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class I:
    def __init__(self, v): self.v = v
    def __int__(self): return self.v
class X:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class T:
    def __trunc__(self): return 3
class S(str): pass
class B(bytes): pass
class Sub(int): pass
for args in (("10", 2), ("0b10", 2), ("0b10", 0), ("0x1f", 16), ("0x1f", 0), ("1f", 16), ("0o17", 8), ("0o17", 0), ("017", 0), ("017", 8), ("017",), ("0", 0), ("00", 0), ("0_0", 0), ("z", 36), ("Z", 36), ("z", 35), ("1_000",), ("1__0",), ("_1",), ("1_",), ("0x_f", 0), ("0_xf", 0), ("-0b1", 0), ("+5",), ("- 5",), (" 5 ",), ("5 5",), ("",), (" ",), ("-",), ("0x", 0), ("0b2", 0), ("b", 2), ("1.5",), ("1e5",), ("\u0663",), ("\uff15",), ("\u00b2",), ("1\0",), ("\n7\t",), ("9", 9), ("8", 9), ("1", 1), ("1", 37), ("1", -1), ("1", 2 ** 70), ("1", "2"), ("1", 2.0), ("1", True), ("1", None), (1, 2), (b"10", 2), (bytearray(b"11"), 2), (memoryview(b"12"),), (b"\xff",), (b"1\0",), (S("12"),), (B(b"13"),), (None,), ([],), (1.9,), (-1.9,), (True,), (I(5),), (I("x"),), (I(True),), (X(6),), (X(6), 10), ("11", X(3)), (X("y"),), (T(),), (1j,), (float("inf"),), (float("nan"),), (1e30,), ("0" * 50 + "1",), ("f" * 40, 16), ("-" + "7" * 30, 8), ("1" * 70, 2), ("0xdeadBEEF", 16), ("0XAB", 0), ("0B11", 0), ("0O7", 0), ("0b", 16), ("0b1", 16), ("0o1", 25), ()):
    attempt(lambda: (args if all(isinstance(a, (str, int, bytes, float)) for a in args) else len(args), int(*args)))
attempt(lambda: int("5", base=8), lambda: int(x="5"), lambda: int(base=8), lambda: int("5", 8, 9), lambda: type(int(Sub(5))).__name__, lambda: type(Sub("7")).__name__, lambda: type(Sub(7) + 1).__name__, lambda: Sub("11", 2), lambda: int("1" * 4301), lambda: int("1" * 4300) > 0, lambda: str(10 ** 4300)[:3], lambda: int("f" * 5000, 16) > 0, lambda: hex(int("f" * 100, 16)) == "0x" + "f" * 100, lambda: int(str(2 ** 500)) == 2 ** 500)
