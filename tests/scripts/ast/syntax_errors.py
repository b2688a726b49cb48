"""Where a SyntaxError keeps what: among its args, or beside them."""
for text in ("nonlocal x", "def f():\n  nonlocal x", "def f(a,a): pass",
             "return 1", "def f():\n x=1\n global x", "x = yield",
             "class A:\n  x = yield", "class A:\n  return", "await x",
             "async with a: pass", "def f():\n  async for a in b: pass",
             "def f():\n  [x async for x in y]", "break",
             "x=1\nfrom __future__ import annotations",
             "def f():\n from x import *", "[(x:=1) for x in y]",
             "print(a for b in c, 1)", "f() = 1", "'a' 1"):
    try:
        compile(text, "named.py", "exec")
    except SyntaxError as e:
        print(repr(text), e.args, e.filename, e.lineno, e.offset, e.text,
              e.end_lineno, e.end_offset, e.print_file_and_line, e.msg)
