# Indentation, line joining, brackets, blank lines, form feeds, encodings in sources.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


GOOD = ["if 1:\n  a = 1\n\n  b = 2\nc = 3", "if 1:\n\ta = 1\n\tb = 2", "if 1: a = 1; b = 2", "a = (1 +\n   2)", "a = [\n1,\n\n# comment\n2,\n]", "a = 1 + \\\n 2", "a = 'x' \\\n 'y'", "a = '''x\n  y'''", "\n\n\na = 1\n\n", "# only a comment", "", "\n", "   ", "  # indented comment", "if 1:\n  a = 1\n # less\n  b = 2\n#none\n  c = 3", "a = 1;", "if 1:\n  pass\n\n\n", "\fa = 1", "if 1:\n  a = 1\n\f  b = 2", "a = 1\r\nb = 2\r\n", "a = 1\rb = 2", "a = {\n'k':\n1}", "def f(\n a,\n b\n): return a\nc = f(\n1,\n2)", "if (1 and\n    2): a = 1", "a = (\n)", "a = \\\n\\\n1", "class A:\n  '''doc\n'''\n  x = 1\na = A.x", "for i in 1, 2: a = i\nelse: b = 3", "if 1:\n        a = 1\nelse:\n b = 2", "a = 1 if 1 else\\\n 2", "a = f'''{\n1\n}'''", "x = 1 # c\n # c\ny = 2", "a = lambda: (\n 1)", "with open('/dev/null') as f, \\\n  open('/dev/null') as g: a = 1", "while 0:\n pass\nelse:\n a = 1", "\ufeffa = 1", "a = 0_1_0 if False else 1" if False else "a = 1_0", "try: a = 1\nfinally: b = 2", "if 1:\n if 1:\n  if 1:\n   a = 1\nb = 2", "a = ('b'\n     'c' # comment\n     'd')"]
BAD = ["if 1:\npass", " a = 1", "a = 1\n b = 2", "if 1:\n  a\n b", "if 1:\n\ta\n        b", "if 1:\n        a\n\tb", "a = 1 + \\ \n 2", "a = 1 + \\", "a = (1", "a = 1)", "a = [1)", "a = 'x\ny'", "a = '''x", "if 1:\n", "if 1: ", "def f():\n\n\n", "class A:\n # only\n", "for x in y:\n\nz", "else: pass", "if 1: pass\nelse pass", "if 1 pass", "if 1:\n pass\n  pass", "a = 1; ; b = 2", "; a = 1", "if 1: if 2: pass", "a b", "a = 1 b = 2", "while 1: for x in y: pass", "with x: def f(): pass", "\\\n", "\\", "a = \\x", "if 1:\n  a = (\n  b = 2", "x = {\n'a': 1\n'b': 2}", "x = [1\n2]", "f(1\n2)", "def f(a\nb): pass", "a = 1\n\tb = 2", "if 1:\n a\n\tb", "\x00", "a = 1\x00", "a\x01 = 1", "a = 1\u00a0+ 2", "a = 1\u200b", "\u201cx\u201d", "try:\n a\nb", "if 1:\n  x\nelif 2:\ny", "@a\n\nb = 1", "@a", "async\ndef f(): pass", "a = (yield\n", "'''\n'''x'''", "if 1:\n   a = 1\n  # c\n b = 2", "a if b else", "(\n\n\n", "{'a':\n", "x = (1,\n     2\ny = 3", "print(1\nprint(2)", "def f(x):\n    return (x\n\ndef g(): pass", "foo(a, b\n    for c in d\n, e)"]
for source in GOOD:
    space = {}
    try:
        exec(source, space)
        print(repr(source), {k: v for k, v in space.items() if k in "abc" and not callable(v)})
    except SyntaxError as e: print(repr(source), "BAD", e.msg, e.lineno, e.offset)
for source in BAD:
    try:
        compile(source, "s", "exec")
        print(repr(source), "fine")
    except (SyntaxError, ValueError) as e:
        print(repr(source), type(e).__name__, *( (e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text) if isinstance(e, SyntaxError) else e.args))
for source in (b"# coding: latin-1\na = '\xe9'", b"# -*- coding: utf-8 -*-\na = '\xc3\xa9'", b"\xef\xbb\xbfa = '\xc3\xa9'", b"\n# coding=cp1252\na = '\x80'", b"a = '\xe9'", b"# coding: nope\na = 1", b"\xef\xbb\xbf# coding: latin-1\na = 1", b"# coding: ascii\na = '\xe9'", b"\n\n# coding: latin-1\na = '\xe9'", b"a = 1 # coding: latin-1\nb = '\xe9'", b"#!/x\n# vim: set fileencoding=iso-8859-15 :\na = '\xa4'", b"# coding: utf-8-sig\na = 1", b"'''x'''\n# coding: latin-1\na = '\xe9'"):
    space = {}
    try: exec(source, space); print(source, ascii(space["a"]))
    except SyntaxError as e: print(source, e.msg, e.lineno)
