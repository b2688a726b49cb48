"""list: methods, slices, errors."""
l = [3, 1, 2]
l.append(4); l.extend([5, 6]); l.insert(1, 9); l += (7,)
print(l, l.pop(), l.pop(0), l.index(9), l.count(1), len(l))
l.sort(); print(l); l.reverse(); print(l)
l.sort(key=lambda x: -x, reverse=True); print(l, sorted("banana"), sorted([3, 1], reverse=True))
print(l[1:3], l[::-1], l[-2:], l[10:], l[::2], l[-1])
l[1:3] = "ab"; print(l); l[::2] = [0] * len(l[::2]); print(l)
del l[1:4]; print(l); l[:] = []; print(l, bool(l))
print([1, 2] + [3], [0] * 3, 2 * [1], [1] * -1, [[]] * 2, [1, 2] * 2 == [1, 2, 1, 2])
m = [1, 2, 3]; n = m.copy(); n.append(4); print(m, n, m == n[:3])
m.remove(2); print(m); m.clear(); print(m)
for bad in (lambda: [1][1], lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(3), lambda: [1, "a"].sort(),
            lambda: [1].__setitem__(5, 1), lambda: [1][::0], lambda: [1, 2].__setitem__(slice(0, 2, 2), [1, 2]), lambda: list(5), lambda: [1].insert(1)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
a = []; a.append(a); print(a, repr([a]))
words = ["bb", "a", "ccc", "dd"]
print(sorted(words, key=len), max(words, key=len), min(words), list(reversed(words)))
print(list(range(0, 10, 3)), list("abc"), list({1: 2}), [*range(3), *"xy"])
class X:
    def __init__(self, k): self.k = k
    def __lt__(self, o): return self.k < o.k
print([x.k for x in sorted([X(3), X(1), X(2)])])
import sys
big = [(i * 7919) % 1000 for i in range(2000)]
print(sorted(big) == sorted(sorted(big), reverse=False), sorted(big)[:5], sorted(big, reverse=True)[:3])
pairs = [(i % 3, i) for i in range(12)]
print(sorted(pairs, key=lambda p: p[0]))
