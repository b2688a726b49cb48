"""str: methods and errors."""
s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), len(s))
print(s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.startswith("He"), s.endswith(("x", "ld")))
print(s.replace("l", "L"), s.replace("l", "L", 1), s.split(", "), "a b  c".split(), "a,b,,c".split(","), "a b c".rsplit(None, 1))
print("  x ".strip() + "|", "xxaxx".strip("x"), "xa".lstrip("x"), "ax".rstrip("x"), "abc".removeprefix("a"), "abc".removesuffix("c"))
print("-".join(["a", "b"]), "a-b-c".partition("-"), "a-b-c".rpartition("-"), "one\ntwo\r\nthree".splitlines(), "a\nb\n".splitlines(True))
print("7".zfill(3), "-7".zfill(4), "x".center(5, "*"), "x".ljust(3) + "|", "x".rjust(3), "a\tb".expandtabs(4))
print("abc".isalpha(), "a1".isalnum(), "12".isdigit(), " ".isspace(), "Ab".isupper(), "ab".islower(), "A B".istitle(), "x_1".isidentifier(), "a\n".isprintable())
print("abc"[1], "abc"[-1], "abcdef"[1:4], "abc"[::-1], "ab" * 3, "a" + "b", "b" in "abc", "é" > "z", ord("€"), chr(128512))
print("hello".translate({104: "J", 101: None}), str.maketrans("ab", "cd"), "%s and %d" % ("x", 5), "%5.2f|%-5s|%05d|%x|%%" % (3.14159, "a", 42, 255))
print(repr("it's"), repr('"q"'), repr("a\n\t\\\x00\x7fé\u200b"), ascii("é€😀"), str(b"x", "ascii"), "é".encode(), "x".encode("utf-16-le"))
for bad in (lambda: "a" + 1, lambda: "abc".index("z"), lambda: "abc"[5], lambda: "x".join([1]), lambda: "a".split(""), lambda: chr(-1), lambda: ord("ab"), lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: "%d" % "x", lambda: "%s %s" % "x", lambda: "a".replace(1, 2)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print("abc" < "abd", "Z" < "a", "" < "a", max("hello"), sorted("hello"), "".join(reversed("abc")), list("añ"), "ab".__hash__() == hash("ab"))
print("{} {1} {name!r:>6}".format.__name__, "{0} {1} {0}".format("a", "b"), "{name!r:>6}".format(name="x"), "{:,}".format(1234567), "{0[1]} {1.real}".format([1, 2], 3), "{{}}".format())
