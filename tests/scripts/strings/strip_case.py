"""strip, case changes, title, swapcase, casefold, with letters that change their length."""
samples = ["", "abc", "ABC", "aBc dEf", "straße", "ǅungla", "ŉ", "İstanbul", "ıI", "ﬁne", "Σίσυφος", "ὈΔΥΣΣΕΎΣ", "they're bill's", "x\u0345", "ß", "ᾳ", "1a 2B", "\u1e9e", "a\u0301B"]
for s in samples:
    print(ascii(s), ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.capitalize()), ascii(s.swapcase()), ascii(s.casefold()),
          s.isupper(), s.islower(), s.istitle())
for s in ("  a  ", "xxaxx", "\u2003a\u3000", "\x1f a\x85", "abcba", "", "xyx"):
    print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), repr(s.strip("x")), repr(s.strip("ab")), repr(s.lstrip("yx")), repr(s.rstrip("")), repr(s.strip(None)))
for s in ("abcabc", "", "abc", "ab"):
    print(s.removeprefix("abc"), s.removesuffix("abc"), s.removeprefix(""), s.removesuffix("") == s, s.removeprefix("abcabcabc"))
for b in (b"  aB  ", b"Hello World's", b"\x85a\xa0", b""):
    print(b.strip(), b.lstrip(), b.rstrip(b" B"), b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase(), b.isupper(), b.islower(), b.istitle())
for f in (lambda: "a".strip(1), lambda: b"a".strip("a"), lambda: "a".strip("a", "b"), lambda: "a".upper(1), lambda: "a".removeprefix(1), lambda: b"a".removeprefix("a"), lambda: "a".removeprefix()):
    try:
        print(f())
    except TypeError as e:
        print(e)
s = "same"
print(s.strip() is s, s.lower() == s, s.removeprefix("x") is s, s.strip("z") is s, s[:] is s, str(s) is s, s.replace("q", "r") is s, s.ljust(2) is s, s.center(3) is s, s.zfill(1) is s, s.expandtabs() is s, s.translate({}) is s, (s + "") is s, ("" + s) is s, s * 1 is s, "".join([s]) is s, f"{s}" is s, "%s" % s is s, "{}".format(s) is s)
