# SyntaxError and its kin as the traceback shows them.
import sys
from _report import report

SOURCES = [
    "x = = 1", "def f(:\n pass", "if True\n  pass", "print 'a'", "'open", '"""never\nclosed', "(1,\n 2", "a)", "[1, 2)", "1 +", "x = 5 5",
    "\tif 1:\n        pass\n\tpass", "if 1:\npass", "  indented", "if 1:\n    a\n  b", "if 1:\n\ta\n        b",
    "return 1", "yield", "break", "continue", "await x", "nonlocal x", "def f():\n x = 1\n global x", "f() = 1", "1 = x", "a + 1 = 2", "del f()",
    "f(a=1, 2)", "f(**k, *a)", "f(a=1, a=2)", "def f(a, a): pass", "def f(a=1, b): pass", "lambda *: 1", "class A(x for x in y): pass",
    "from __future__ import nothing", "x = 1\nfrom __future__ import annotations", "import a.b as c.d", "from x import *, y", "from . import (", "0777", "1__0", "0xg", "1.e", "12abc", "0b12",
    "'\\N{no such}'", "b'é'", "'\\x1'", "f'{'", "f'{}'", "f'{a!x}'", "f'{a b}'", "f'}'", "$", "a ? b", "x = “quoted”", "é€ = 1", "a\\ b", "\\",
    "try:\n pass", "try:\n pass\nexcept:\n pass\nexcept A:\n pass", "try:\n pass\nexcept* :\n pass", "match x:\n case a | b: pass", "match x:\n case {**r, 'a': 1}: pass",
    "else:\n pass", "for x in y:\nelse: pass", "with a as 1: pass", "x: int: str", "(a, b): int", "None = 1", "True.x = 1; False = 2", "__debug__ = 1", "*a", "*a = 1", "a, *b, *c = d",
    "def f():\n  pass\n   x", "a = (yield)", "async def f():\n yield from x", "[x async for x in y]", "(a for a in b, c)", "f(x for x in y, 1)", "{**a for a in b}", "[*a for a in b]", "x if y", "not", "a not b",
    "assert (1, 'x') = 3", "lambda x: (yield)", "x = {1: 2, 3}", "x = {1, 2: 3}", "{1:}", "{:1}", "a.1", "a..b", "@", "@x\ny = 1", "def", "class", "import", "from", "global", "print(a b)", "a b c d", "日本 語",
]


def compiled(source):
    def f(): compile(source, "<the source>", "exec")
    f.__name__ = repr(source)
    return f


report(*map(compiled, SOURCES))
