"""UTF-7: shifts, surrogates, padding, what is wrong, in parts."""
import codecs

texts = ["", "abc", "+", "a+b", "é", "aéb", "é-", "éa", "é a", "€uro", "🐍", "a🐍-+é", "\ud800", "\udc00x", "\ud800\udc00", "\\~", "\0\x7f\t\n", "é€🐍 é", "A≢Α.", "Hi Mom -☺-!", "日本語", "é/", "é1", "é!", "~é"]
for t in texts:
    b = t.encode("utf-7")
    back = b.decode("utf-7")
    print(ascii(t), b, ascii(back))
for b in (b"+", b"+-", b"+A", b"+AO", b"+AOk", b"+AOk-", b"+AOk-x", b"+AOkx", b"+AOl-", b"+AOkA-", b"+AOkAAA", b"a+", b"+!", b"+\xe9", b"\xe9", b"a\xffb", b"+2D3cDQ-", b"+2D3-", b"+2D0-", b"+2D0AYQ-",
          b"+3A0-", b"+AOk+-", b"+AOk+AOk-", b"+AOk\x80", b"+//8-", b"+AAAAAA-", b"~\\", b"+2D3c", b"x+2D3c-y", b"+2D3c\n", b"+---", b"+AOk--"):
    row = []
    for errors in ("strict", "ignore", "replace", "backslashreplace"):
        try:
            row.append(ascii(b.decode("utf-7", errors)))
        except UnicodeDecodeError as e:
            row.append((e.encoding, e.start, e.end, e.reason))
    try:
        row.append(codecs.utf_7_decode(b, "strict", False))
    except UnicodeDecodeError as e:
        row.append(str(e))
    print(b, *row)
d = codecs.getincrementaldecoder("utf-7")()
print([d.decode(bytes([c])) for c in b"a+AOkA6Q-b+-"], d.decode(b"", True))
print(codecs.lookup("u7").name, codecs.utf_7_encode("é"), "é".encode("UTF7"), eval(b"# coding: utf-7\n'+AOk-'"))
