"""find, rfind, index, count, replace, startswith, endswith with bounds of all kinds."""
s = "abcabcabc"
for sub in ("", "a", "abc", "cab", "x", "abcabcabcd"):
    print(repr(sub), s.find(sub), s.rfind(sub), s.count(sub), s.replace(sub, "-"), s.replace(sub, "", 2), s.replace(sub, "-", 0), sub in s,
          s.find(sub, 3), s.find(sub, -3), s.rfind(sub, 0, 5), s.count(sub, 1, -1), s.find(sub, 100), s.find(sub, 5, 2), s.startswith(sub), s.endswith(sub), s.startswith(sub, 3), s.endswith(sub, 0, 6))
for args in (("a", None, None), ("a", 1, None), ("a", None, 2), ("a", -100, 100), ("", 9), ("", 10), ("", 9, 9), ("c", 2 ** 70), ("c", -2 ** 70)):
    print(args, s.find(*args), s.rfind(*args), s.count(*args), s.startswith(*args), s.endswith(*args))
print("aaaa".count("aa"), "aaaa".replace("aa", "b"), "".replace("", "x"), "ab".replace("", "-"), "ab".replace("", "-", 2), "".count(""), "abc".count("", 1), "".replace("", "x", 0), "".find("", 1))
print(s.startswith(("x", "ab")), s.endswith(()), s.startswith(("", 1)) if False else "", s.endswith(("bc", "c")))
print("é€é€".find("€"), "é€é€".replace("€", "e"), "é€é€".replace("é", "🐍"), "aé".replace("é", "b").isascii(), "🐍a🐍".count("🐍"), "abc".find("é"), "a" * 100 + "b" in "a" * 101 + "b")
for f in (lambda: s.index("x"), lambda: s.rindex("x"), lambda: b"ab".index(b"x"), lambda: b"ab".index(99), lambda: b"ab".find("a"), lambda: s.find(1), lambda: s.count(), lambda: s.replace("a"),
          lambda: s.replace("a", 1), lambda: s.startswith(1), lambda: s.startswith(("a", 1)), lambda: s.startswith(("b", 1)), lambda: 1 in s, lambda: b"a" in s, lambda: "a" in b"a", lambda: 256 in b"a", lambda: b"ab".find(300),
          lambda: s.find("a", "b"), lambda: s.find("a", 1.5), lambda: s.replace("a", "b", 1.5), lambda: s.find("a", 1, 2, 3), lambda: s.replace(old="a", new="b")):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
b = b"abcabc\x00\xff"
print(b.find(b"c"), b.find(99), b.rfind(b"\x00"), b.count(b""), b.count(97), b.replace(b"ab", b""), b.index(255), b"\xff" in b, 255 in b, b.startswith((b"x", b"ab")), b.endswith(bytearray(b"\xff")), b.replace(b"", b"."))
ba = bytearray(b)
print(ba.find(b"c"), ba.replace(b"a", b"AA"), ba.count(b"abc"), ba.startswith(b"abc"), memoryview(b"b") and ba.find(memoryview(b"b")))
