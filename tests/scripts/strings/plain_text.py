# Text that is quickly quoted, taken apart and filled in, and what is not.
for text in ("", "a", "it's", 'say "x"', "it's \"x\"", "back\\slash", "tab\t",
             "\x7f", "\x1f", "é", "plain text ~", "\u20ac", "\U0001f600",
             "a" * 100, "nul\0"):
    print(repr(text), [text], len(repr(text)), repr(text) is repr(text))


class Name(str):
    pass


print(repr(Name("sub")), type(repr(Name("sub"))))

for text in ("", " ", "a b", " a  b ", "\ta\nb\x0bc\x0cd\re\x1cf\x1fg",
             "a\x85b\xa0c", "a\u2003b\u3000c\u200bd", "€ é  x", "\0 \x01"):
    print(text.split(), text.split(None, 1), text.rsplit(None, 1),
          text.strip(), text.split(" "))

for number in (0, 1, -1, 42, -2 ** 63, 2 ** 63 - 1, 2 ** 63, -2 ** 70, True,
               1.9, -0.5):
    print("%d|%i|%5d|%-6d|%06d|%+d|% d|%.3d|%08.3d|%x" % (
        (number,) * 9 + (int(number),)))
print("%u %s %d" % (5, "x", Ellipsis is ...), b"%d %5d" % (7, -8))
try:
    "%d" % "a"
except TypeError as error:
    print(error)

for a in (7, -7, 0, 2 ** 63 - 1, -2 ** 63, 2 ** 64):
    for b in (3, -3, 1, -1, 2 ** 62, -2 ** 63):
        print(divmod(a, b), end=" ")
    print()
for wrong in ((1, 0), (2 ** 70, 0)):
    try:
        divmod(*wrong)
    except ZeroDivisionError as error:
        print(error)
