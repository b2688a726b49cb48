# Tuples and ranges: methods, slices, comparison, hash, immutability.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


t = (1, 2, 3, 2)
r = range(0, 20, 3)
for code in ("t[0]", "t[-1]", "t[9]", "t['a']", "t[1:]", "t[::-1]", "t[::0]", "t[:] is t", "t + (4,)", "t + [4]", "t * 2", "t * 0", "t * -1", "0 * t", "t * 1 is t", "t * 'a'", "t.count(2)", "t.count(None)", "t.index(2)", "t.index(2, 2)", "t.index(9)", "t.index(2, 0, 1)", "t.index()", "hash(t) == hash((1, 2, 3, 2))", "hash(([],))", "t == [1, 2, 3, 2]", "t < (1, 3)", "t < (1,)", "t <= t", "() < (0,)", "t > 5", "len(t)", "2 in t", "tuple('ab')", "tuple(5)", "tuple(t) is t", "tuple() is ()", "tuple(x=1)", "tuple('a', 'b')", "(1,)", "()", "1,", "((1, 2), 3)[0][1]", "t.__getnewargs__()", "t.__add__((1,))", "t.__add__(1)", "t.__class_getitem__(int)", "list(reversed(t))", "sorted(t)", "t[True]", "t[2**70]", "t[1.0]", "t[None:None]", "(t, t)[1] is t", "repr((1,))", "repr(())", "max((1, 'a'))", "(0, 1) == (False, True)", "(1, float('nan')) == (1, float('nan'))",
             "r", "list(r)", "r[2]", "r[-1]", "r[9]", "r[1:3]", "r[::-1]", "r[::2]", "r[5:1]", "r[::0]", "r['a']", "len(r)", "6 in r", "7 in r", "6.0 in r", "'6' in r", "True in range(2)", "r.index(6)", "r.index(7)", "r.index(6.0)", "r.count(6)", "r.count('a')", "r.start, r.stop, r.step", "range(5)", "range(1, 5)", "range(5, 1)", "range(5, 1, -2)", "range(1, 5, 0)", "range()", "range(1.5)", "range('a')", "range(1, 2, 3, 4)", "range(x=1)", "range(True)", "range(0) == range(5, 5)", "range(0, 3, 2) == range(0, 4, 2)", "range(3) == [0, 1, 2]", "hash(range(0)) == hash(range(3, 3, 7))", "hash(range(0, 3, 2)) == hash(range(0, 4, 2))", "range(3) < range(4)", "range(2**100)[2**99]", "len(range(2**100))", "2**99 in range(2**100)", "range(2**64, 2**64 + 3)[-1]", "list(range(2**64, 2**64 + 2))", "range(10**30, 0, -10**29)[3]", "list(reversed(r))", "reversed(range(0)).__length_hint__()", "list(iter(range(3)))", "bool(range(0))", "range(3) + range(2)", "range(3) * 2", "range(5)[1:4][1:]", "range(10)[2:8:3]", "range(-5, 5)[::-3]", "repr(range(0, 10, 1))", "range(3).__reduce__()[1]", "sum(range(101))", "min(range(5, 0, -1))", "iter(range(3)).__length_hint__()", "range(1, 10, 2).index(9)", "range(10).index(-1)", "next(iter(range(2**70, 2**71)))", "slice(1, 10, 2).indices(5)", "range(0, -10, -3)[-1]", "isinstance(range(1), range)", "type(iter(range(1))).__name__", "type(iter(range(2**70))).__name__", "[*range(3)]", "dict.fromkeys(range(2))", "range(3).count(1)", "range(1, 2).stop"):
    attempt(lambda: (code, eval(code)))
for change in ("t[0] = 1", "del t[0]", "t.x = 1", "r[0] = 1", "del r[0]", "r.start = 1", "del r.start", "t += (5,); print(t)", "t *= 2; print(len(t))", "a, b = r", "a, *b = r; print(a, b)", "r.x = 1"):
    try: exec(change)
    except Exception as e: print(change, type(e).__name__, e)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __repr__(self): return "T" + super().__repr__()
x = T(1, 2)
print(x, x + (3,), x[:], type(x[:]).__name__, type(x * 1).__name__, x == (1, 2), hash(x) == hash((1, 2)), {x: 1}[(1, 2)], tuple(x), type(tuple(x)).__name__, T(*x) is x)
