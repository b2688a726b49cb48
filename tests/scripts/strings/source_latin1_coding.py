# -*- coding: latin-1 -*-
"""A source that says it is Latin-1: literals, comments, names and error texts in it."""
text = "café é ÿ"
print(ascii(text), len(text), b"x", "é" == "\xe9")
größe = 3
print(größe, [ascii(n) for n in globals() if n[:2] == "gr"])
print(ascii(f"{text!s:>10}ü"))
# a comment with ß
print(ascii(eval("'\xe9'")), ascii(eval(b"# coding: latin-1\n'\xe9'")), ascii(eval(b"# coding: utf-8\n'\xc3\xa9'")), ascii(eval(b"'\xc3\xa9'")))
for src in (b"'\xe9'", b"# coding: nope\n1", b"# coding: ascii\n'\xe9'", b"\n\n# coding: latin-1\n'\xc3\xa9'", b"\xef\xbb\xbf# coding: latin-1\n1", b"\xef\xbb\xbf'\xc3\xa9'", b"# vim: set fileencoding=latin-1 :\n'\xe9'", b"#coding=utf8\n'\xe2\x82\xac'", b"x = 1\n# coding: nope\n", b"# coding: cp1252\n'\x80'", b"#!/usr/bin/python\n# coding: iso-8859-15\n'\xa4'", b"'\xff'"):
    try:
        print(src, ascii(eval(compile(src, "<t>", "eval"))))
    except SyntaxError as e:
        print(src, type(e).__name__, ascii(e.msg), e.lineno)
