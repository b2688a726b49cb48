"""+, *, slices, indexes, comparison of str and bytes, of all widths."""
import sys
parts = ["", "a", "é", "€", "🐍", "abc" * 10]
for p in parts:
    for q in parts:
        r = p + q
        assert r[:len(p)] == p and r[len(p):] == q and len(r) == len(p) + len(q)
    print(ascii(p * 3), ascii(2 * p), p * 0 == "", p * -1 == "", ascii((p + "é")[::-1]), [p < q for q in parts], [p == q for q in parts], hash(p + "") == hash(p))
s = "héllo€🐍"
for sl in (slice(None), slice(1, 3), slice(-3, None), slice(None, None, -1), slice(5, 1, -2), slice(100), slice(-100, 100), slice(2, 2), slice(None, None, 3), slice(3, 1), slice(2 ** 70), slice(-2 ** 70, None, 2 ** 70), slice(None, None, -2 ** 70)):
    print(sl, ascii(s[sl]), s.encode()[sl], list(s)[sl] == list(s[sl]), tuple(s)[sl] == tuple(s[sl]))
print([ascii(c) for c in s], s[0], s[-1] == "🐍", s[True])
for f in (lambda: s[99], lambda: s[-99], lambda: s["a"], lambda: s[1.0], lambda: s[None], lambda: s[::0], lambda: s + 1, lambda: 1 + s, lambda: s + b"x", lambda: s * "a", lambda: s * 1.5, lambda: s[2 ** 70], lambda: s["a":], lambda: s[:1.5], lambda: b"ab"[5], lambda: b"ab" + "c", lambda: "ab" * (2 ** 62), lambda: "ab" * 2 ** 70, lambda: s.__setitem__, lambda: s[0:1].__class__):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print("a" < "b" < "ba" < "é" < "€" < "🐍", "a" < "A", "" < "a", "abc" < "abd", "ab" < "abc", sorted(["b", "🐍", "A", "é", "a", ""]), max("hello"), min("é", "e"))
print(b"a" < b"b", b"a" == "a", b"abc" > b"ab", b"" < b"\x00", bytes(3), bytes([65, 66]), b"ab"[0], b"ab"[0:1], b"ab" * 2, b"\xff" > b"\x7f", bytes(b"x") is not None)
x = "a"
y = x
x += "b"
print(x, y, x is not y)
big = "é" * 1000
print(big.count("é"), (big + "🐍")[-1] == "🐍", len((big * 10)[1:-1]), big[500] == "é", "a" * 5 == "aaaaa", len("ab" * 1000))
print("a".__add__("b"), "a".__mul__(2), "a".__rmul__(2), "abc".__contains__("b"), "abc".__getitem__(1), "abc".__len__(), "abc".__iter__().__next__(), "a".__lt__("b"), "a".__eq__(1), "a".__ne__("a"), "a".__hash__() == hash("a"), "%s".__mod__(1), "a".__rmod__("%s"), "a".__format__(">3"), "a".__sizeof__() > 0, "a".__getnewargs__(), "a".__str__(), "a".__repr__())
