# list.sort and sorted: stability, keys, reverse, mixed kinds, errors under way.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


import functools
data = [(i % 3, i % 2, i) for i in range(20)]
print(sorted(data, key=lambda r: r[0]), sorted(data, key=lambda r: r[1], reverse=True))
print(sorted(sorted(data, key=lambda r: r[2], reverse=True), key=lambda r: r[:2])[:5])
log = []
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): log.append((self.v, o.v)); return self.v < o.v
    def __repr__(self): return f"K{self.v}"
for items in ([3, 1, 2], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 1, 2, 1], list(range(10)) + [0], [1] * 5):
    log.clear()
    print(sorted(map(K, items)), log)
log.clear(); [K(i * 7 % 40) for i in range(40)].sort(); print(len(log)); log.clear(); sorted([K(i) for i in range(100)] + [K(5)]); print(len(log)); log.clear(); sorted([K(-i) for i in range(100)]); print(len(log)); log.clear(); sorted([K((i * i) % 97) for i in range(200)]); print(len(log))
class Bad:
    def __lt__(self, o): raise ValueError("lt")
class NoBool:
    def __lt__(self, o): return self
    def __bool__(self): raise ValueError("bool")
attempt(lambda: sorted([1, "a"]), lambda: sorted([1, None]), lambda: sorted([Bad(), 1]), lambda: sorted([1, Bad()]), lambda: len(sorted([Bad()])), lambda: sorted([NoBool(), NoBool()]), lambda: sorted([1], key=1), lambda: sorted("ab", key=int), lambda: sorted([3, 1, 2], key=lambda x: 1 / (x - 2)), lambda: sorted([1, 2], reverse="x"), lambda: sorted([1, 2], reverse=[]) , lambda: sorted([1, 2], reverse=None), lambda: sorted([2, 1], key=functools.cmp_to_key(lambda a, b: b - a)), lambda: sorted([1.5, 1, True, 0.5, 2 ** 70, -2 ** 70]), lambda: sorted([0.0, -0.0]), lambda: sorted(["b", "\u00e9", "a", "\U0001f600", "Z", ""]), lambda: sorted([b"b", b"a", bytearray(b"ab")]), lambda: sorted([(1, "x"), (1, "a"), (0,), ()]), lambda: sorted([[2], [1, 2], []]), lambda: sorted([{1}, {1, 2}, set()]), lambda: sorted([range(3)]), lambda: sorted([1, 1.0, True], reverse=True), lambda: sorted({"b": 1, "a": 2}.items()), lambda: sorted([None]), lambda: sorted([float("nan"), 1.0, 0.5]), lambda: sorted([1, float("nan"), 0]))
l = [3, 1, 2]
try: l.sort(key=lambda x: 1 / 0 if x == 1 else x)
except ZeroDivisionError: print(l)
l = [3, Bad(), 1]
try: l.sort()
except ValueError: print(len(l), l[0] in (3, 1))
l = [5, 3, 4]
def spy(x): print(len(l), end=" "); return x
l.sort(key=spy); print(l, l.sort())
words = "the quick Brown fox Jumps over The lazy dog".split()
words.sort(); print(words); words.sort(key=str.lower); print(words); words.sort(key=len); print(words); words.sort(key=lambda w: (-len(w), w)); print(words); words.sort(reverse=True); print(words)
