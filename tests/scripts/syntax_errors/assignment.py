# Targets that cannot be assigned to, bound or deleted.
from _table import show

show("1 = x", "None = 1", "True = 1", "... = 1", "f() = 1", "a + b = 1", "-a = 1", "'a' = 1", "f'{a}' = 1", "a and b = 1",
     "not a = 1", "a < b = 1", "lambda: 0 = 1", "[a, 1] = x", "(a, b()) = x", "*a = x", "*a, *b = x", "a, = *b, = c",
     "x = yield = 1", "(yield) = 1", "await x = 1", "{a} = 1", "{a: b} = 1", "[x for x in y] = 1", "(x for x in y) = 1",
     "a if b else c = 1", "__debug__ = 1", "a.__debug__ = 1", "x = __debug__ = 2", "a = 1 = b", "a = b() = c", "(a) += 1",
     "a, b += 1", "[a] += 1", "f() += 1", "1 += 1", "None += 1", "*a += 1", "a += b = c", "(a, b): int = 1", "[a]: int",
     "a, b: int", "f(): int = 1", "1: int", "'x': int", "(a): int = 1", "a.b: int = 1", "x: int: str", "x: int = 1 = 2",
     "a := 1", "(a.b := 1)", "(a[0] := 1)", "(1 := 2)", "(a := b := c)", "f(a := 1, b = (c := 2))", "x = a := 1", "(a, b := 1)",
     "del 1", "del f()", "del a + b", "del (a, 1)", "del *a", "del a, *b", "del None", "del a if b else c", "del [x for x in y]",
     "del (a := 1)", "del", "del a b", "del (), []", "del a.b, c[0], (d, [e])", "del __debug__", "del (a,), (b)", "del 'a'",
     "for 1 in x: pass", "for f() in x: pass", "for a + b in x: pass", "for *a in x: pass", "for None in x: pass",
     "for x in: pass", "for in x: pass", "for x y in z: pass", "for (x in y): pass", "for a, b() in x: pass",
     "with a as 1: pass", "with a as f(): pass", "with a as b + c: pass", "with (a as 1, b): pass", "with a as (b, 1): pass",
     "[x for 1 in y]", "[x for f() in y]", "[x for x.y, (a, 1) in y]", "import a as 1", "import a as b.c", "from a import b as 1")
