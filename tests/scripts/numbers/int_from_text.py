# int() of text, in every base, with every kind of rubbish.
def attempt(*args, **names):
    try:
        return repr(int(*args, **names))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for text in ["", " ", "0", "  12  ", "+5", "-5", "--5", "+ 5", "1_0", "_1", "1_",
             "1__0", "0x10", "10\n", "\t7\v", "\u0661\u0662", "1\u00a0", "\u2003" "3",
             "1 2", "1e3", "1.0", "\x00", "1\x00", "abc", "\ud800", "x" * 300, "०१",
             "\u00b2", "\U0001d7d8", "0_0", "00", "-0", "0b1", b"12", b" 12 ", b"1\xff",
             bytearray(b"7_7"), b"", memoryview(b"42"), "1\u2028", "\x1c1"]:
    print(attempt(text))
for base in (0, 2, 8, 10, 16, 36, 1, 37, -1, 10**30, True, 2.0, "2", None):
    for text in ("10", "0x1F", "0b101", "0o17", "z", "010", "0_1", "0x_1", "-0b1", "9"):
        print(base, text, attempt(text, base))
print(attempt(), attempt(None), attempt([]), attempt(5, 10), attempt("5", base=10))
print(attempt(x=5), attempt(base=5), attempt("1", 2, 3), attempt("5", bas=3))
print(attempt(3.99), attempt(-3.99), attempt(1e30), attempt(float("nan")))
print(attempt(float("inf")), attempt(3j), attempt(True), attempt(base=5, x="3"))
