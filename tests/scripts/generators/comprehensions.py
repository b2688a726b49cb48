"""Comprehensions: scopes, nesting, conditions, order of evaluation."""
x = "outer"
print([x for x in range(3)], x, {x: x for x in "ab"}, {x for x in (1, 1)}, x)
print([(i, j) for i in range(3) for j in range(i)], [[j for j in range(i)] for i in range(3)], [i for i in range(10) if i % 2 if i > 3])
print([y := 5, y ** 2], (z := 3) + z, [w := i for i in range(3)], w)
def show(v): print("show", v, end="; "); return v
print({show(1): show(2)}, [show(a) for a in (1, 2)], {show(k): show(v) for k, v in [(1, 2)]})
class C:
    n = 2
    r = [i for i in range(n)]
    try: bad = [n for i in range(2)]
    except NameError as e: print(e)
print(C.r)
it = iter([1, 2, 3]); print([(a, next(it)) for a in it][:1] if False else list(zip(*[iter(range(4))] * 2)))
print([f() for f in [lambda: i for i in range(3)]], list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])))
print(list(enumerate("ab", 1)), list(zip("ab", range(5))), sorted({"b": 1, "a": 2}.items(), key=lambda p: p[1]), [*map(str, range(3))])
try: list(zip([1], [1, 2], strict=True))
except ValueError as e: print(e)
m = [[1, 2, 3], [4, 5, 6]]; print([list(r) for r in zip(*m)], sum(sum(r) for r in m), [c for r in m for c in r if c % 2 == 0])
