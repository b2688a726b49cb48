# Indentation that is wrong.
from _table import show

show("if 1:\npass", "if 1:", "if 1:\n", "  x = 1", "x = 1\n  y = 2", "if 1:\n    x\n  y", "if 1:\n\tx\n        y", "if 1:\n        x\n\ty", "if 1:\n x\n  y", "def f():\n\n\nx", "class C:\n# comment\nx", "for x in y:\n'doc'", "while 1:\nbreak", "with a:\nb", "try:\nx\nexcept: y", "try:\n x\nexcept:\ny",
     "try:\n x\nfinally:\ny", "if 1:\n x\nelse:\ny", "if 1:\n x\nelif 2:\ny", "match x:\ncase 1: pass", "match x:\n case 1:\n pass", "match x:\n case 1:\npass", "async def f():\nx", "async with a:\nx", "async for a in b:\nx", "def f():\n  if 1:\n    x\n   y", "if 1:\n  x\n y\nz", "\tif 1: pass", "if 1:\n \tx\n\t y",
     "if 1: x\n  y", "if 1:\n    if 2:\n        x\n      else: y", "x\n\ty", "def f(): pass\n  x", "(\n  x)\n  y", "x = [\n1]\n  y", "'''\n  '''\n  x", "if 1:\n  x # c\n # c\n  y", "if 1:\n\f  x\n  y", "   # only a comment", "   \\\nx", "if 1:\\\n x", "if 1:\n  x\\\n  y", "class C: pass\n pass", "try:\n  pass\n except: pass",
     "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 101)) + " " * 101 + "x", "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 99)) + " " * 99 + "x", "except* E:\nx", "try: x\nexcept* E:\ny", "lambda:\n x", "else:\n x", "if a else b:\n pass", "def f():\n    return 1\n   return 2", "for i in x:\n    a\n\t b")
