"""encode and decode: codecs built in, error handlers, BOMs, surrogates, positions in errors."""
text = "aé€🐍"
for enc in ("utf-8", "UTF8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1", "ascii", "unicode_escape", "raw_unicode_escape", "utf-8-sig", "cp1252", "iso8859-15", "cp437", "koi8-r", "nope"):
    for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "nonsense"):
        try:
            b = text.encode(enc, errors)
            if errors == "strict":
                print(enc, b, b.decode(enc) == text)
            elif errors in ("replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "ignore") and enc in ("ascii", "latin-1", "cp1252"):
                print(enc, errors, b)
        except (UnicodeError, LookupError) as e:
            if errors in ("strict", "nonsense"):
                print(enc, errors, type(e).__name__, e)
bad = [b"\xff", b"a\x80b", b"\xc3", b"\xc3(", b"\xe2\x82", b"\xe2(\xa1", b"\xf0\x9f\x90", b"\xf8\x88\x80\x80\x80", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"ab\xff\xfecd"]
for b in bad:
    for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
        try:
            print(b, errors, ascii(b.decode("utf-8", errors)))
        except UnicodeDecodeError as e:
            print(b, errors, e, (e.start, e.end, e.reason))
for b, enc in ((b"a", "utf-16"), (b"\xff\xfea\x00\xd8", "utf-16"), (b"\x00\xd8a\x00", "utf-16-le"), (b"\x00\x00\x11\x00", "utf-32-le"), (b"\x00\xd8\x00\x00", "utf-32-le"), (b"abc", "utf-32-le"), (b"\xe9", "ascii"), (b"\\x4", "unicode_escape"), (b"\\N{nope}", "unicode_escape"), (b"\\u12", "unicode_escape"), (b"\\", "unicode_escape"), (b"\x81", "cp1252"), (b"\xef\xbb\xbfa", "utf-8-sig"), (b"\xfe\xff\x00a", "utf-16"), (b"", "utf-16")):
    try:
        print(b, enc, ascii(b.decode(enc)), ascii(b.decode(enc, "replace")))
    except UnicodeDecodeError as e:
        print(b, enc, e, ascii(b.decode(enc, "replace")), ascii(b.decode(enc, "ignore")))
print("\ud800".encode("utf-8", "surrogatepass"), "\udcff".encode("utf-8", "surrogateescape"), "\ud800a".encode("utf-16-le", "surrogatepass"))
for f in (lambda: "\ud800".encode(), lambda: "a\ud800\udc00b".encode(), lambda: "é€".encode("ascii"), lambda: "aéé€b".encode("ascii"), lambda: "".encode(5), lambda: "".encode("utf-8", 5), lambda: b"".decode(None), lambda: str(b"a", "utf-8"), lambda: str(b"\xff", "utf-8", "replace"), lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: bytes("a"), lambda: bytes("é", "ascii"), lambda: bytes("é", "latin-1"), lambda: bytes(b"a", "ascii"), lambda: str(b"x", errors="strict"), lambda: bytearray("é", encoding="utf-8"), lambda: "é".encode("rot13"), lambda: "a".encode("hex"), lambda: b"a".decode("hex")):
    try:
        print(f())
    except (UnicodeError, TypeError, LookupError) as e:
        print(type(e).__name__, e)
