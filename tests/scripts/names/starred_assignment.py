# Starred targets and displays: what is bound, what is refused, in which order.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


a, *b = 1, 2, 3; print(a, b)
*a, b = "xyz"; print(a, b)
a, *b, c = range(2); print(a, b, c)
*a, = {1: 2}; print(a)
[a, [b, *c], *d] = 1, (2, 3, 4), 5, 6; print(a, b, c, d)
(a, b), *c = ["ab", 1]; print(a, b, c)
class O: pass
o, l = O(), [0] * 4
o.x, *o.y, l[0] = 1, 2, 3, 4; print(o.x, o.y, l)
l[1:3], *rest = ["ab", "c"]; print(l, rest)
for i, *j in [(1, 2, 3), "ab", [0]]: print(i, j)
for (i, *j), k in [([1, 2], 3)]: print(i, j, k)
with open("/dev/null") as f: pass
a = b = *c, d = 1, 2, 3; print(a, b, c, d)
x, x, x = 1, 2, 3; print(x)
i = 0; i, l[i] = 1, "index by the new i"; print(i, l)
(a), ((b)), [c] = 1, 2, [3]; print(a, b, c)
() = []; [] = (); print([*()], (*[],), {*()}, {**{}}, [*"ab", *range(2)], (*"a", 1), {**{"a": 1}, "b": 2, **{"a": 3}})
def g(): print("evaluated"); return 1, 2
a, b = c = g(); print(a, b, c)
def r(): return *[1], 2
def y(): yield *[1], 2
print(r(), list(y()), [*r(), *y()])
attempt(lambda: exec("a, b = 1"), lambda: exec("a, b = 1,"), lambda: exec("a, b = 1, 2, 3"), lambda: exec("a, *b = ()"), lambda: exec("a, b, *c = 'x'"), lambda: exec("a, b = {}"), lambda: exec("a, = 'xy'"), lambda: exec("[] = 'x'"), lambda: exec("() = 5"), lambda: exec("a, b = None"), lambda: exec("*a, = 5"), lambda: exec("a, (b, c) = 1, 2"), lambda: exec("a, (b, c) = 1, 'x'"), lambda: exec("for a, b in [1]: pass"), lambda: exec("x.y, z = 1, 2"), lambda: exec("a, b = iter([1])"), lambda: exec("a, *b, c = [1]"), lambda: exec("print(*5)"), lambda: exec("[*5]"), lambda: exec("{**[1]}"), lambda: exec("{*[[]]}"), lambda: exec("a, b = (1 / 0 for _ in 'ab')"))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self): self.n += 1; print("next", self.n); return self.n
it = It()
try: a, b = it
except ValueError as e: print(e, it.n)
print(a, b)
