# unicodedata: properties of all code points (as check sums), names, normal
# forms, wrong arguments.
import binascii
import unicodedata

print(unicodedata.unidata_version, unicodedata.ucd_3_2_0.unidata_version)
STEP = 0x1000
for name in ("category", "bidirectional", "combining", "mirrored",
             "east_asian_width", "decomposition"):
    function = getattr(unicodedata, name)
    sums = 0
    for start in range(0, 0x110000, STEP):
        text = ",".join([str(function(chr(c)))
                         for c in range(start, start + STEP)])
        sums = binascii.crc32(text.encode(), sums)
    print(name, sums)
for name in ("decimal", "digit", "numeric", "name"):
    function = getattr(unicodedata, name)
    sums = 0
    for start in range(0, 0x110000, STEP):
        text = ",".join([str(function(chr(c), "none"))
                         for c in range(start, start + STEP)])
        sums = binascii.crc32(text.encode(), sums)
    print(name, sums)
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    sums = 0
    for start in range(0, 0x30000, STEP):
        text = "".join([chr(c) for c in range(start, start + STEP)])
        done = unicodedata.normalize(form, text)
        sums = binascii.crc32(done.encode("utf-8", "surrogatepass"), sums)
    print(form, sums)
    for text in ("", "abc", "e\u0301", "\xe9", "\ufb01", "\u1100\u1161\u11a8",
                 "q\u0307\u0323", "\u0344", "a\u0315\u0300\u05ae\u0300b"):
        print(ascii(unicodedata.normalize(form, text)),
              unicodedata.is_normalized(form, text))
text = "\xe9t\xe9"
print(unicodedata.normalize("NFC", text) is text)
for name in ("LATIN SMALL LETTER A", "snowman", "HANGUL SYLLABLE GAG",
             "CJK UNIFIED IDEOGRAPH-4E00", "no such", "x" * 300, "LF"):
    try:
        print(ascii(unicodedata.lookup(name)))
    except KeyError as e:
        print(repr(e))
old = unicodedata.ucd_3_2_0
for c in "a\u0221\u0237\u20ac\U0001f600\xbd":
    print(old.category(c), old.bidirectional(c) or "-", old.name(c, "?"),
          old.numeric(c, None), old.normalize("NFKD", c) == c)


def refuse(action, *arguments):
    try:
        print(action.__name__, action(*arguments))
    except Exception as e:
        print(action.__name__, type(e).__name__, e)


for function in ("category", "combining", "mirrored", "decomposition", "name",
                 "decimal", "digit", "numeric", "lookup", "normalize"):
    function = getattr(unicodedata, function)
    refuse(function, "ab")
    refuse(function, 5)
    refuse(function, "\n")
refuse(unicodedata.normalize, "NFX", "a")
refuse(unicodedata.normalize, "NFC", 1)
refuse(unicodedata.normalize, 1, "a")
refuse(unicodedata.is_normalized, "NFC")
refuse(unicodedata.name)
refuse(type(old))
print(type(old).__name__)
from encodings import idna
print("b\xfccher.example".encode("idna"), b"xn--bcher-kva.example".decode("idna"))
