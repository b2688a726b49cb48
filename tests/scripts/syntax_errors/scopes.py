# Names declared global or nonlocal in the wrong place.
from _table import show

show("def f():\n x = 1\n global x", "def f(x):\n global x", "def f():\n print(x)\n global x", "def f():\n nonlocal x", "nonlocal x",
     "class C:\n nonlocal x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f(x):\n nonlocal x", "def f():\n global x\n nonlocal x",
     "def f():\n x: int\n global x", "def f():\n global x\n x: int", "x: int\nglobal x", "global x\nx: int = 1", "x = 1\nglobal x", "print(x)\nglobal x",
     "def f():\n x = 1\n def g(x):\n  nonlocal x", "def f():\n def g():\n  nonlocal x", "def f():\n import x\n global x", "def f():\n for x in y: pass\n global x",
     "def f():\n class x: pass\n global x", "def f():\n def x(): pass\n global x", "def f():\n with a as x: pass\n global x", "def f():\n (x := 1)\n global x",
     "global", "global x, y", "global x.y", "global x = 1", "nonlocal", "global 1", "global (x)", "global x,", "def f():\n del x\n global x",
     "def f():\n x += 1\n global x", "def f():\n def g():\n  nonlocal x\n  x: int = 1\n x = 2", "def f():\n try: pass\n except E as x: pass\n global x",
     "class C:\n x = 1\n global x", "class C:\n global x\n x = 1", "def f():\n from a import *", "class C:\n from a import *", "def f():\n exec('x')\n from a import b as *",
     "[x := 1 for x in y]", "[(x := 1) for x in y]", "[x for x in (y := z)]", "[[(x := 0) for i in a] for x in b]", "class C: [(x := 1) for i in a]",
     "[x for x in a if (x := 1)]", "[i for i in a for j in (i := b)]", "{(x := 1): x for x in y}", "(x for y in z if (y := 1))", "[lambda: (x := 1) for x in y]",
     "[(y := 1, [(y := 2) for z in w]) for x in v]", "def f():\n nonlocal __class__", "def f(a, b):\n global a, b", "from __future__ import nope", "x = 1\nfrom __future__ import division",
     "from __future__ import braces", "'doc'\n'more'\nfrom __future__ import annotations", "from __future__ import (annotations as a, division)", "from __future__ import *", "import __future__\nfrom __future__ import division",
     "def f():\n from __future__ import division", "from __future__ import barry_as_FLUFL\n1 != 2", "from .__future__ import braces")
