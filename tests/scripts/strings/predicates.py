"""is...() of str and bytes over characters of all sorts."""
chars = ["", "a", "A", "1", " ", "_", "\n", "\x00", "é", "²", "½", "Ⅷ", "٣", "一", "ǅ", "\u0345", "\u200b", "\ud800", "🐍", "a1", "a b", "1.5", "-1", "\x7f", "\xa0", "\u2028", "ª", "\U0001d7d8", "µ", "·", "ab\n"]
names = [n for n in dir(str) if n.startswith("is")]
print(names)
for c in chars:
    print(ascii(c), "".join("01"[getattr(c, n)()] for n in names))
bnames = [n for n in dir(bytes) if n.startswith("is")]
print(bnames)
for c in (b"", b"a", b"A", b"1", b" ", b"\n", b"_", b"\x80", b"a1", b"Aa", b"\x00", b"Ab C"):
    print(c, "".join("01"[getattr(c, n)()] for n in bnames), "".join("01"[getattr(bytearray(c), n)()] for n in bnames))
for text in ("class", "None", "_", "_1", "1_", "é", "a-b", "aͥ", "ﬁ", "℘", "·a", "a·", "\u1885", "𝐱"):
    print(ascii(text), text.isidentifier())
print(sum(chr(i).isalpha() for i in range(0x3000)), sum(chr(i).isspace() for i in range(0x10000)), sum(chr(i).isprintable() for i in range(0x3000)),
      sum(chr(i).isdecimal() for i in range(0x20000)), sum(chr(i).isdigit() for i in range(0x20000)), sum(chr(i).isnumeric() for i in range(0x20000)),
      sum(chr(i).isupper() for i in range(0x3000)), sum(chr(i).islower() for i in range(0x3000)), sum(chr(i).istitle() for i in range(0x3000)), sum(chr(i).isidentifier() for i in range(0x3000)))
