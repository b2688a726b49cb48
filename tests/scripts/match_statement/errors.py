"""What a pattern may not be."""
sources = """
case a | b: pass
case a: pass\n case b: pass
case _: pass\n case 1: pass
case [*a, *b]: pass
case {**rest, 'k': 1}: pass
case {**_}: pass
case a.b as c.d: pass
case 1 as _: pass
case [a, a]: pass
case {'k': 1, 'k': 2}: pass
case C(a=1, a=2): pass
case C(a=1, 2): pass
case 1 + 2: pass
case 1 + -2j: pass
case f'x': pass
case -a: pass
case not a: pass
case (a | 1): pass
case [a] | [b]: pass
case a(): pass
case a.b(): pass
case {a: 1}: pass
case {1 + 1j: x}: pass
case *a: pass
case *a,: pass
case (*a): pass
case [1, 2: pass
case 1 if: pass
case: pass
case a := 1: pass
case lambda: pass
case 'a' b'b': pass
case None(): pass
case C(**k): pass
case C(*a): pass
case {'a': 1, **rest,}: pass
case [1, 2,]: pass
case (1): pass
case +1: pass
case -0: pass
case ...: pass
""".strip().split("\n")
for line in sources:
    line = line.replace("\\n", "\n")
    try:
        compile("match x:\n " + line, "<t>", "exec")
        print("fine:", line)
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, "|", line)
for source in ("match x:\ncase 1: pass", "match x:\n pass", "match x:\n",
               "match x: case 1: pass", "match:\n case 1: pass",
               "match x, *y:\n case _: pass", "match *x:\n case _: pass",
               "match x\n case 1: pass", "match(x)", "match [1]", "match -1",
               "match = 1", "match: int = 1", "match x:\n  case 1: pass\n case 2: pass"):
    try:
        compile(source, "<t>", "exec")
        print("fine:", repr(source))
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset)
