# UTF-7: base 64 between + and -, in one piece and in parts.
import codecs

for text in (
    "", "plain", "a+b", "+-", "A\u2262\u0391.", "Hi Mom -\u263a-!",
    "\u65e5\u672c\u8a9e", "Item 3 is \u00a31.", "\\?", "~", "\0\x01\x7f",
    "\U000abcde", "\ud801", "\udc01x", "\ud801\U000abcde", "\u20ac+", "\t\n\r",
    "\u00e9-\u00e9a\u00e9/\u00e9 ", "x\u00ff" * 5,
):
    data = text.encode("utf-7")
    print(ascii(text), data, data.decode("utf-7") == text)

for data in (
    b"+", b"+A", b"+AA", b"+AAA", b"+AAAA", b"+AGE", b"+AGEA", b"+AGE-", b"+AGEB-",
    b"+@", b"+\xc1", b"\xff", b"a\x80b", b"+2AE", b"+2AEx", b"+2AE-", b"+2AE\xff",
    b"+2AHcAQ-", b"+3AE-x", b"+--", b"+AGE!", b"+AGE+AGI-", b"~\\", b"+AG-x",
    b"+2AE+-", b"+AGFh-",
):
    for errors in "strict", "ignore", "replace", "backslashreplace":
        try:
            print(data, errors, ascii(data.decode("utf-7", errors)))
        except UnicodeDecodeError as e:
            print(e, e.start, e.end, e.encoding)
    try:
        print(codecs.utf_7_decode(data, "ignore", False), end=" ")
        print(codecs.utf_7_decode(data[:3]))
    except UnicodeDecodeError as e:
        print(e)

decoder = codecs.getincrementaldecoder("utf-7")()
for byte in b"x+AGEAYg-y+AGM":
    print(repr(decoder.decode(bytes([byte]))), end=" ")
print(repr(decoder.decode(b"", True)))
try:
    decoder.decode(b"+A", True)
except UnicodeDecodeError as e:
    print(e)


def handler(e):
    return "?", e.start + 2


codecs.register_error("two", handler)
print(b"+@ab+\xffcd".decode("utf-7", "two"))
try:
    codecs.utf_7_encode(b"")
except TypeError as e:
    print(e)
