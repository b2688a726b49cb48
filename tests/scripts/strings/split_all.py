"""split, rsplit, splitlines, partition, rpartition, with all kinds of separators and limits."""
texts = ["", " ", "a", " a ", "a b", "a  b", "\ta\n b\r\n", "a,b", ",a,,b,", "aXbXc", "XX", "é,€,🐍", "a\x1cb\x85c\u2028d\xa0e"]
for t in texts:
    print(repr(t), t.split(), t.rsplit(), t.split(None, 1), t.rsplit(None, 1), t.split(","), t.rsplit(",", 1),
          t.split(",", 0), t.split("XX"), t.split(",", -5))
    print("  ", t.splitlines(), t.splitlines(True), t.partition(","), t.rpartition(","), t.partition("X"))
b = b" a,b\x1cc\x0bd\r\ne\n"
print(b.split(), b.split(b","), b.rsplit(None, 1), b.splitlines(), b.splitlines(keepends=True), b.partition(b","), b.rpartition(b"zz"))
for f in (lambda: "a".split(""), lambda: "a".rsplit(""), lambda: "a".partition(""), lambda: "a".split(1), lambda: "a".split(b","),
          lambda: b"a".split(","), lambda: b"a".split(b""), lambda: "a".split(",", "x"), lambda: "a".split(",", None), lambda: "a".split(sep=",", maxsplit=1),
          lambda: "a".split(",", 1, 2), lambda: "a".split(x=1), lambda: "a".splitlines("x"), lambda: "a".partition(), lambda: "a".partition(None)):
    try:
        print(f())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
s = "a b c"
print(s.split()[0] is s.split()[0], "abc".split("x")[0] is not None, "abc".partition("x")[0] == "abc", "abc".split(",")[0] is "abc".split(",")[0])
w = "onlyword"
print(w.split()[0] is w, w.split(",")[0] is w, w.partition("x")[0] is w, w.rpartition("x")[2] is w, w.strip() is w, w.splitlines()[0] is w)
