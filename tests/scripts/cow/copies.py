"""Copies share their arrays until one side changes; nothing but memory and
speed may show it."""
import copy
import gc
import sys


class Item:
    pass


def counts(o, *containers):
    return sys.getrefcount(o), [len(c) for c in containers]


x = Item()
a = [x] * 200
b, c, d, e = a[:], a.copy(), list(a), copy.copy(a)
print(counts(x, a, b, c, d, e), a == b == c == d == e)
print(b is not a, [sys.getsizeof(q) - sys.getsizeof(a) for q in (b, c, d, e)])
b.append(x)
print(counts(x, a, b, c, d, e))
c[7] = None
print(counts(x, a, b, c, d, e))
del d[:10]
print(counts(x, a, b, c, d, e))
e.sort(key=id)
print(counts(x, a, b, c, d, e))
a.insert(0, a)
print(counts(x, a, b, c, d, e), a[0] is a)
a.clear()
print(counts(x, a, b, c, d, e))
del b, c, d, e
print(sys.getrefcount(x))

a = [x] * 100
for change in ("q.pop()", "q.pop(3)", "q.remove(x)", "q.reverse()", "q += [x]",
               "q *= 2", "q *= 0", "q.extend((x, x))", "q[::2] = [x] * 50",
               "del q[::3]", "q[2:4] = [x]", "q[:] = []", "q[1] = q"):
    q = a[:]
    before = sys.getrefcount(x)
    exec(change)
    print(change, sys.getrefcount(x) - before, len(q), len(a), q == a)
    q.clear()
del q
print(sys.getrefcount(x))

a = {i: x for i in range(150)}
copies = [a.copy(), dict(a), {**a}, a | {}, copy.copy(a)]
print(sys.getrefcount(x), [sys.getsizeof(q) - sys.getsizeof(a)
                           for q in copies])
for q, change in zip(copies, ("q[3] = 1", "del q[4]", "q.popitem()",
                              "q.update({1000: x})", "q.setdefault(-1, x)")):
    exec(change)
    print(change, sys.getrefcount(x), len(q), len(a), list(q)[:5],
          list(q)[-1], q == a)
q = a.copy()
for i, key in enumerate(q):
    if i == 20:
        a[key] = 0
print(sys.getrefcount(x), q[20] is x, a[20])
try:
    for key in q:
        a.pop(key)
        q[-5] = 1
except RuntimeError as error:
    print(error, len(a), len(q))
copies.clear()
del a, q
print(sys.getrefcount(x))


class Key:
    """Equal to its number; changes what it is looked up in."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        global asked
        asked += 1
        if asked == 3:
            table.clear()
        elif asked % 2:
            table[-asked] = asked
        return isinstance(other, Key) and self.n == other.n


asked = 0
table = {Key(i): i for i in range(60)}
kept = table.copy()
print(Key(5) in table, Key(5) in kept, asked, len(table), len(kept))
asked = 10
print(Key(7) in kept, table.get(Key(8)), asked, len(table), len(kept))

s = {Item() for i in range(100)}
y = next(iter(s))
t, u, v, w = s.copy(), set(s), frozenset(s), copy.copy(s)
z = frozenset(v)
print(sys.getrefcount(y), z is v, list(s) == list(t) == list(u) == list(v))
t.add(1)
print(sys.getrefcount(y), len(t))
u.discard(y)
print(sys.getrefcount(y), len(u))
w.pop(), s.clear()
print(sys.getrefcount(y) in (2, 3, 4, 5), len(s), len(w), len(v))
w |= {1, 2}
print(len(w), y in v, y in u)

b = bytearray(range(256)) * 20
c, d, e = b[:], b.copy(), bytearray(b)
c[3] = 0
d.append(9)
del e[::2]
view = memoryview(b)
f = b[:]
view[0] = 77
print(b[0], c[:5], d[-1], len(e), f[0], len(b))
view.release()
f.reverse()
f[10:20] = b""
print(f[:3], len(f), b[0], sys.getsizeof(b[:]) - sys.getsizeof(bytearray()))
b.clear()
print(len(b), len(c), len(f))

# cycles
for n in range(2):
    a = [Item() for i in range(100)]
    a[0].all, a[1].copy = a, a[:]
    a[2].table = {i: a for i in range(40)}
    a[2].other = a[2].table.copy()
    kept = a[:] if n else None
    del a
    found = gc.collect()
    print(bool(found), kept and sys.getrefcount(kept[0]))
    del kept
    print(bool(gc.collect()))
a = [Item() for i in range(100)]
b = a[:]
print([o for o in gc.get_objects() if type(o).__name__ not in dir(gc)] != [])
print(sorted(type(r).__name__ for r in gc.get_referrers(a[5])),
      len(gc.get_referents(b)), gc.is_tracked(b))


# hashes that a table keeps are not asked for again
class Hashed:
    asked = 0

    def __hash__(self):
        Hashed.asked += 1
        return 3


d = {Hashed(): i for i in range(3)}
print(Hashed.asked)
s, f = set(d), frozenset(d)
s.difference(d), s.symmetric_difference_update({}), s - f, s & f, s | f
s ^= f
dict.fromkeys(f), dict.fromkeys(d), dict(d), {**d}, d.copy()
print(Hashed.asked, len(s))


class Set(set):
    pass


print(type(Set("ab").copy()), len(Set("ab").copy()))
print(copy.copy(bytearray(b"q")), bytearray(b"\xff").__reduce_ex__(2))
