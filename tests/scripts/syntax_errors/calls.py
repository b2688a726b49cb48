# Wrong calls and parameter lists.
from _table import show

show("f(a=1, 2)", "f(**a, b)", "f(**a, *b)", "f(a=1, a=2)", "f(1=2)", "f(None=2)", "f(True=1)", "f(a.b=1)", "f(a+1=2)", "f(f()=1)",
     "f('a'=1)", "f(x for x in y, 1)", "f(1, x for x in y)", "f(x for x in y, z=1)", "f(a for a in b, c for c in d)",
     "f(a, b for b in c, d)", "f(*)", "f(**)", "f(*a=1)", "f(**a=1)", "f(a, b c)", "f(a b)", "f(,)", "f(a,,b)", "f(a=)", "f(a=, b)",
     "f(=1)", "f(a:=1, b)", "f(a=b:=1)", "f((a)=1)", "f(a if b=1)", "f(lambda x: x=1)", "f(not a=1)", "f(__debug__=1)", "f(a, *b, c=1, *d)",
     "def f(a, a): pass", "def f(a=1, b): pass", "def f(*): pass", "def f(*, **k): pass", "def f(*, a, *b): pass", "def f(**k, a): pass",
     "def f(**k, *a): pass", "def f(**k=1): pass", "def f(*a=1): pass", "def f(/): pass", "def f(a, /, b, /): pass", "def f(*a, /): pass",
     "def f(a, *, /): pass", "def f(a, (b, c)): pass", "def f((a)): pass", "def f(a.b): pass", "def f(1): pass", "def f('a'): pass",
     "def f(None): pass", "def f(a b): pass", "def f(a,, b): pass", "def f(,): pass", "def f(a=): pass", "def f(a=1, /, b): pass",
     "def f(a, *, b, b): pass", "def f(*a, *b): pass", "def f(**a, **b): pass", "def f(*, a=1, b): pass", "def f(*a: *b): pass",
     "def f(**a: *b): pass", "def f(a: *b): pass", "def f(*a: int = 1): pass", "def f(__debug__): pass", "def f() -> *a: pass", "def f() ->: pass",
     "def f(a, b):", "def f: pass", "def (a): pass", "def f(a) pass", "def f(a): return = 1", "def f(a):\npass", "def 1(): pass", "def f.g(): pass",
     "lambda a, a: 0", "lambda a=1, b: 0", "lambda *: 0", "lambda *, **k: 0", "lambda (a, b): 0", "lambda a: b = c", "lambda **k, a: 0",
     "lambda /: 0", "lambda a, /, b, /: 0", "lambda a:", "lambda", "lambda a b: 0", "lambda *a=1: 0", "lambda 1: 0", "lambda: (yield)", "lambda __debug__: 0",
     "class C(a for a in b): pass", "class C(a=1, 2): pass", "class C(a=1, a=2): pass", "class 1: pass", "class C(: pass", "class C", "class C.D: pass",
     "class C(**a, b): pass", "@", "@a", "@a\nx = 1", "@a b\ndef f(): pass", "@a,b\ndef f(): pass", "@(a, b)\ndef f(): pass", "@a:=b\nclass C: pass")
