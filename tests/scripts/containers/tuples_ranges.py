"""tuple, range, slice objects."""
t = (1, 2, 3)
print(t[1], t[1:], t + (4,), t * 2, (5,), (), t.index(2), t.count(1), len(t), hash(t) == hash((1, 2, 3)))
print((1, (2, 3)) < (1, (2, 4)), tuple("ab"), tuple([1]), (1,) * 0, repr(("a",)))
try: t[0] = 1
except TypeError as e: print(e)
try: t[5]
except IndexError as e: print(e)
try: hash(([],))
except TypeError as e: print(e)
r = range(2, 20, 3)
print(r, list(r), r[1], r[-1], r[1:3], len(r), 5 in r, 6 in r, r.index(8), r.count(8), r == range(2, 18, 3), list(reversed(r)))
print(range(5), range(0), list(range(5, 0, -2)), range(10)[::-1], bool(range(0)), range(10**20)[10**19], hash(range(3)) == hash(range(0, 3, 1)))
for bad in (lambda: range(1, 2, 0), lambda: range(1.0), lambda: r[10], lambda: range()):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, s.indices(5), "abcdef"[s], s == slice(1, 10, 2))
a, *b = t; print(a, b); print(*t, *range(2), sep="-")
