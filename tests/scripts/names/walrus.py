# Assignment expressions: scopes, targets, where they need brackets.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


def f():
    if (n := 10) > 5: pass
    while (n := n - 3) > 0: pass
    a = [y := 1, y ** 2, (z := y + 1)]
    print(n, a, z, (lambda: (w := 5) + w)(), [q := i for i in range(3)], q, {(k := "key"): (v := 1)}, k, v, f"{(s := 'text')} {s!r:>8}", (p := 1, 2), p)
    print(len(data := [1, 2]), data, sorted((b := [3, 1]), key=(kf := lambda x: -x)), b, any((hit := x) > 1 for x in [1, 2, 3]), hit)
    def inner():
        nonlocal n
        (n := 99)
    inner()
    return n, (m := n) + m, not (t := 0), t
print(f())
class C:
    (x := 1)
    y = (z := x + 1)
    try:
        exec("class D:\n [u := 1 for _ in 'a']")
    except SyntaxError as e: print(e.msg)
print(C.x, C.y, C.z)
def g():
    global made
    (made := "global")
    [inner_made := i for i in range(2)]
    return inner_made
print(g(), made)
total = 0
print([total := total + v for v in range(5)], total, (lambda x=(d := 3): x)(), d)
print((a := 1), (b := a + 1, c := b + 1) if False else 0) if False else print((a := 1), ((b := a + 1), (c := b + 1)), c)
x = (y := (z := 5)); print(x, y, z)
print([(i, j) for i in range(2) if (j := i * 2) >= 0], j, x[0] if (x := [7]) else 0, *(e := [1, 2]), e)
match (subject := 5):
    case v if (g2 := v) > 1: print(g2, subject)
assert (checked := True), "no"
for text in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "((a, b) := 1)", "(x := y := 1)", "f(x := 1)", "f(a=x := 1)", "f(a=(x := 1))", "x = y := 1", "x = (y := 1)", "(x: int := 1)", "[x := 1]", "[x := 1, 2]", "{x := 1}", "{x := 1: 2}", "{1: x := 2}", "a[x := 1]", "a[x := 1, y := 2]", "a[x := 1:2]", "lambda: x := 1", "lambda: (x := 1)", "lambda x := 1: x", "def f(x := 1): pass", "def f(x=(y := 1)): pass", "def f() -> (x := 1): pass", "with (x := y): pass", "with x := y: pass", "return_ = x if (y := 1) else z", "x if y := 1 else z", "del (x := 1)", "assert x := 1", "(None := 1)", "(True := 1)", "(f() := 1)", "(1 := 2)", "(x := *y)", "(*x := y)", "f'{x:=5}'", "f'{(x:=5)}'", "@(x := f)\ndef g(): pass", "@x := f\ndef g(): pass", "while x := f(): pass", "if x := 1: pass", "for x in y := z: pass", "for (x := 1) in z: pass", "import (x := 1)", "(x := yield)", "[(x := i) for x in y]", "[x for x in (x := y)]", "not (x := 1)", "not x := 1", "raise (x := 1)", "(await x := 1)", "global (x := 1)", "(__debug__ := 1)", "x := 1, y := 2", "(x := 1, y := 2)", "print(x := 1, y := 2, sep=z)"):
    try: compile(text, "t", "exec"); print("fine", text)
    except SyntaxError as e: print(text, "|", e.msg, e.offset, e.end_offset)
