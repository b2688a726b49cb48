"""center, ljust, rjust, zfill, expandtabs, translate, maketrans, join."""
for s in ("", "a", "ab", "-1", "+é", "🐍", "--1"):
    print([s.center(w) for w in (0, 1, 2, 3, 4, 5)], s.ljust(4, "*"), s.rjust(4, "é"), s.zfill(5), s.center(6, "🐍"), s.zfill(-1))
print("a\tb".expandtabs(), "a\tb".expandtabs(4), "a\tb".expandtabs(0), "a\tb".expandtabs(-3), "\t\n\ta\r\tb".expandtabs(3), "é\tx".expandtabs(2), b"a\tbc\td".expandtabs(4), "a\tb".expandtabs(tabsize=1))
print("abc".translate({97: "XY", 98: None, 99: 100}), "abc".translate({97: 0x1F40D}), "abc".translate(str.maketrans("ab", "12", "c")), "abc".translate(str.maketrans({"a": "1", "b": None, 99: "z"})), str.maketrans("a", "b"), str.maketrans({"x": 1}))


class Table:
    def __getitem__(self, k):
        print("  asked", k)
        if k == 98:
            raise LookupError
        return {97: "A", 99: None}.get(k, k)

print("abcd".translate(Table()), "é".translate({233: "e"}), "abc".translate([0] * 98 + ["B"]))
print(b"abc".translate(bytes(range(256)), b"b"), b"abc".translate(None, b"a"), b"abc".translate(bytes.maketrans(b"ab", b"12")), b"abc".translate(None), bytearray(b"abc").translate(None, delete=b"c"))
print(",".join([]), ",".join(["a"]), ",".join("abc"), "".join(["é", "€", "🐍"]), ",".join({"k": 1}), ", ".join(x for x in "ab"), b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), bytearray(b"-").join([b"x", b"y"]))
for f in (lambda: "a".center("b"), lambda: "a".center(5, ""), lambda: "a".center(5, "ab"), lambda: "a".ljust(5, 1), lambda: "a".zfill("x"), lambda: b"a".center(5, "x"), lambda: b"a".center(5, b"xy"), lambda: "a".center(2 ** 70),
          lambda: ",".join([1]), lambda: ",".join(["a", b"b"]), lambda: ",".join(5), lambda: b",".join(["a"]), lambda: b",".join([1]), lambda: ",".join(), lambda: "a".translate({97: 0x110000}), lambda: "a".translate({97: 1.5}), lambda: "a".translate(5),
          lambda: str.maketrans("a", "bc"), lambda: str.maketrans("a"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(1, "b"), lambda: str.maketrans({1.5: "a"}), lambda: str.maketrans("a", "b", 1), lambda: b"a".translate(b"x"), lambda: b"a".translate("x"), lambda: bytes.maketrans(b"a", b"bc"), lambda: "a".expandtabs("x")):
    try:
        print(f())
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
