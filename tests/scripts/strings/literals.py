"""Prefixes, escapes, raw strings, joining of literals, triple quotes, line ends in them."""
print("\a\b\f\n\r\t\v\\\'\"".encode(), "\x41\101\u0041\U00000041\N{LATIN CAPITAL LETTER A}\N{latin capital letter a}", "\0\00\000\0001".encode(), "\7777" == "\u01ff7", "a\
b", '''one
two\
three''', """q"q""q\"""", r"\n\x", R"\\", r"\"", rb"\n\xff", bR'\'', Rb"\q", BR"x", b"\x00\xff\101\n\
z", b"\8" if False else "", u"u" "v", f"{1}" "2" r"\3" f"{4!r}", ("a"
"b"  # comment
'c'), "" '' """""", 'é' "€" '\u20ac', "\N{SNAKE}", "\N{DIGIT ONE}\N{BULLET}")
for src in (r'"\x4"', r'"\u123"', r'"\U00110000"', r'"\N{nope}"', r'"\N"', r'"\N{}"', "'a", '"""a', "'a\nb'", 'b"é"', 'b"a" "b"', 'ur"a"', 'bf"a"', 'fb""', 'uf""', 'r"\\"', '"\\400"', 'b"\\777"', '"\\8"', '"\\d"', 'x"a"', '"a" b"b"', 'f"{a" "}"', '"\\\n"', "'\\", "b'\\x1'", "'\\ud800'", "'''a''", 'u""', "'\x00'"):
    try:
        import warnings
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter("always")
            print(repr(src), ascii(eval(src)), [str(x.message) for x in w])
    except (SyntaxError, ValueError) as e:
        print(repr(src), type(e).__name__, getattr(e, "msg", e), getattr(e, "lineno", ""), getattr(e, "offset", ""))
doc = """
    indented
  less"""
print(repr(doc), len("\r\n"), repr("""a\
"""), repr(eval("'''a\r\nb\rc'''")), repr(eval("'a\\\r\nb'")))


def f():
    "doc" "string"


def g():
    f"not doc"


def h():
    b"not doc"


def i():
    r"""raw \d doc"""

print(f.__doc__, g.__doc__, h.__doc__, i.__doc__)
