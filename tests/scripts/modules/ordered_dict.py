# Random operations on OrderedDicts, beside a list of pairs; refs, views, errors.
import gc
import random
import sys
import weakref
from collections import OrderedDict as O


def churn(seed):
    r = random.Random(seed)
    d, log = O(), []
    for step in range(3000):
        k = r.choice([r.randrange(60), "k%d" % r.randrange(60), (r.randrange(9),)])
        what = r.randrange(12)
        try:
            if what < 4:
                d[k] = step
            elif what == 4:
                del d[k]
            elif what == 5:
                log.append(d.pop(k))
            elif what == 6:
                log.append(d.popitem(r.random() < .5))
            elif what < 9:
                d.move_to_end(k, last=r.random() < .5)
            elif what == 9:
                log.append(d.setdefault(k, step))
            elif what == 10:
                log.append(d.pop(k, None))
            elif r.random() < .02:
                d.clear()
        except KeyError as e:
            log.append(e.args)
        if step % 100 == 0:
            assert list(d) == list(reversed(list(reversed(d))))
            assert list(d.items()) == list(zip(d, d.values()))
            assert list(dict(d).items()) == list(d.items())
    return hash(tuple(x for x in log if isinstance(x, int))), list(d.items())


for seed in range(4):
    print(churn(seed))

# references of keys and values
gc.collect()


class K:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n

    def __del__(self):
        print("del", self.n)


k = K(1)
od = O()
before = sys.getrefcount(k)
od[k] = 1
print(sys.getrefcount(k) - before)
od.move_to_end(k)
c = od.copy()
print(sys.getrefcount(k) - before, gc.get_referrers(k).count(od))
del c, od[k]
print(sys.getrefcount(k) - before)
od[k] = od
k.od = od
del k, od
print(gc.collect())
od = O((K(i), K(-i)) for i in range(5, 9))
od.popitem(last=False)
del od
d = O()
d["d"] = d
print(d)
del d
print(gc.collect(), gc.is_tracked(O()))

# walks
d = O.fromkeys("abcd")
for change in ("d.move_to_end('a')", "d.update(z=1)", "d.pop('d')",
               "d.__setitem__('b', 5)", "d.clear()", "d.move_to_end('d')",
               "dict.pop(d, 'b')", "dict.__setitem__(d, 'q', 1)"):
    for walk in (iter, reversed, lambda d: iter(d.items()),
                 lambda d: reversed(d.values())):
        d = O.fromkeys("abcd")
        it = walk(d)
        got = [next(it)]
        exec(change)
        try:
            got += it
        except (RuntimeError, KeyError) as e:
            got.append(repr(e))
        try:
            got.append(list(it))
        except RuntimeError as e:
            got.append(repr(e))
        print(change, got)

# behind its back
d = O.fromkeys(range(6))
for i in range(50, 90):
    dict.__setitem__(d, i, i)
for i in range(6):
    dict.pop(d, i)
dict.clear(d)
d.clear()
d[1] = 2
print(d, list(d), len(d))

# subclasses, attributes, weak references
class S(O):
    __slots__ = ("slot",)

    def __missing__(self, key):
        return key * 2


s = S(a=1)
s.slot = 3
w = weakref.ref(s, lambda _: print("gone"))
print(s, s["q"], w() is s, s.copy(), s == O(a=1), s == {"a": 1}, s != O())
del s
x = O(a=1, b=2)
x.attr = 4
print(vars(x), x.__reduce__()[:4], x.attr)
print(O(a=1, b=2) == O(b=2, a=1), O(a=1, b=2) == dict(b=2, a=1))
print(x | {"c": 3}, {"b": 9, "c": 3} | x, x.keys() & {"a"}, sorted(x.items() ^ set()))
x |= [("z", 1)]
print(x, x.keys(), x.values(), x.items(), reversed(x).__reduce__())
print(("z", 1) in x.items(), "a" in x.keys(), x.keys() == {"a", "b", "z"})
for bad in ("O(1,2)", "O.update(O(),1,2)", "O([1])", "O([(1,)])", "O([()])",
            "O([(1,2,3)])", "O().popitem()", "O().move_to_end(1)", "O().pop(1)",
            "O().popitem(1,2)", "O().x", "O()|[]", "hash(O())", "O()<O()",
            "O().pop()", "O(5)", "O.keys(1)", "O().setdefault([])"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
for t in (O, type(iter(O())), type(O().keys()), type(O().items())):
    print(t, t.__mro__)
