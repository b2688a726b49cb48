# Comprehensions: what is evaluated where and when, names, conditions, walrus.
log = []


def note(x, tag=""):
    log.append(f"{tag}{x}")
    return x


print([note(x, "e") for x in note([1, 2], "i") if note(x, "c") > 1 for y in note((x,), "j")], log)
log.clear()
g = (note(x, "e") for x in note([1, 2], "i"))
print(log, next(g), log)
log.clear()
print({note(k, "k"): note(v, "v") for k, v in [(1, 2)]}, log)
x = "outer"
print([x for x in "ab"], x, [[x for x in range(y)] for y in range(3)], x)
print([last := i for i in range(4)], last, [(z := j) * z for j in range(3)], z, any((hit := n) > 1 for n in range(5)), hit)


def function():
    total = 0
    parts = [total := total + v for v in (1, 2, 3)]
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    hs = list((lambda: i) for i in range(3))
    return total, parts, [f() for f in fs], [f() for f in gs], [f() for f in hs], [f() for f in (lambda: k for k in range(3))]


print(function())


class C:
    n = 3
    first = [m for m in range(n)]
    try:
        second = [n for m in range(2)]
    except NameError as e:
        second = str(e)
    gen = (m for m in range(n))
print(C.first, C.second, list(C.gen))
try:
    (y for y in 5)
except TypeError as e:
    print("at once:", e)
late = (y for y in [1] for q in 5)
try:
    next(late)
except TypeError as e:
    print("late:", e)
data = [1, 2, 3]
view = (v for v in data)
data.append(4)
data2 = data
data = []
print(list(view))
print([a + b for a, b in zip("ab", "cd")], [a for a, *b in ["abc"]], [(a, b) for a in "xy" for b in a], [s for s in [t for t in "ab"] if s != "a"], [v for v in range(20) if v % 2 if v % 3], [v if v % 2 else -v for v in range(4)])
print([*[1], *(v for v in "a")], {**{k: v for k, v in [("a", 1)]}}, [[]] * 2, {v for v in "aab"} == {"a", "b"}, {k: k for k in "ab"} | {"c": 1}, list(w for w in "ab"), sum(v for v in range(4)), sorted(v for v in "ba"))
box = [0]
print([box[0] for box[0] in range(3)], box)
class Attr: pass
o = Attr()
print([o.a for o.a in "ab"], o.a, [v for v in (lambda: [1, 2])()], [(lambda: w)() for w in range(2)], [await_ for await_ in [1]])
for text in ("[x := 1 for x in y]", "[i := 1 for i in y]", "[(i := j) for i in y for j in z]", "[x for x in (y := [1])]", "[[i := 0 for j in y] for i in z]", "class A: [q := 1 for _ in 'a']", "[x for x in *a, b]", "[*x for x in y]", "{**x for x in y}", "{x: *y for x in z}", "(x for x in a, b)", "f(x for x in a, b)", "f(x for x in a, )", "f(1, x for x in a)", "[x for]", "[x for x]", "[for x in y]", "[x for 1 in y]", "[x for f() in y]", "[x for x in y if]", "[x, y for x in z]", "[(yield) for x in y]", "[x for x in (yield)]", "[x async for x in y]", "lambda: [(yield) for x in y]", "{x for x, in y}", "[x for x in lambda: y, z]", "[x for x in y if lambda: z]", "[x if y for x in z]", "[x for x in y else z]", "[x for x in 1 if 2 else 3]"):
    try:
        compile(text, "t", "exec")
        print("fine", text)
    except SyntaxError as e:
        print(text, "|", e.msg, e.offset, e.end_offset)
