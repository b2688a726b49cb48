# Every set and frozenset method and operator, order under a fixed seed, changes.
import itertools


def on(code):
    s, f = {1, 2, 3}, frozenset("ab")
    try:
        space = {"s": s, "f": f}
        r = exec(code[1:], space) if code[0] == "!" else eval(code, space)
        print(code, "->", sorted(r, key=str) if isinstance(r, (set, frozenset)) else r, sorted(space["s"], key=str) if isinstance(space["s"], set) else space["s"])
    except Exception as e:
        print(code, "->", type(e).__name__, e)


for code in ("s.add(4)", "s.add([])", "s.discard(1)", "s.discard(9)", "s.discard([])", "s.remove(1)", "s.remove(9)", "s.remove([])", "s.remove({1})", "{frozenset({1})}.remove({1})", "{1} in {frozenset({1})}", "s.pop() in {1, 2, 3}", "set().pop()", "s.clear()", "s.copy()", "s.union([4], 'a')", "s.union()", "s.union(5)", "s.intersection([1, 2], {2})", "s.intersection()", "s.difference([1], [2])", "s.symmetric_difference([1, 9])", "s.symmetric_difference()", "s.update('a', [7])", "s.update(5)", "s.intersection_update([1])", "s.difference_update([1], [2])", "s.symmetric_difference_update([1, 5, 5])", "s.isdisjoint([9])", "s.isdisjoint('a')", "s.issubset([1, 2, 3, 4])", "s.issuperset([1])", "s.issuperset(5)", "s | {4}", "s | [4]", "s & f", "s - {1}", "s ^ {1, 9}", "s ^ 5", "s | f", "f | s", "type(f | s)", "type(s | f)", "f & f", "s == {3, 2, 1}", "s == frozenset(s)", "s < {1, 2, 3, 4}", "s <= s", "s > {1}", "s >= [1]", "s < 5", "f == 'ab'", "s != f", "!s |= {8}", "!s |= [8]", "!s &= {1}", "!s -= {1}", "!s ^= {1, 7}", "!s -= s", "!s ^= s", "!f |= {'c'}; s = set(f)", "f.add(1)", "hash(f) == hash(frozenset('ba'))", "hash(s)", "{s}", "{f: 1}", "set('a', 'b')", "set(5)", "set(x=1)", "frozenset(f) is f", "frozenset() is frozenset()", "f.copy() is f", "f.union() is f", "set(f) == f", "{*s, *f} == s | f", "len(s)", "s[0]", "1 in s", "[] in s", "repr(set())", "repr(frozenset())", "repr(frozenset({1}))", "repr({1})", "s.__class_getitem__(int)", "s + {1}", "bool(set())", "{1, 1.0, True}", "{0, False, 0.0}", "next(iter({5}))", "{(1, 2), (1.0, 2)}", "set(range(3)) is s"):
    on(code)
print(set(range(20)), {8, 1, 16, 0, 24}, {-1, -2}, {1.5, 2.5, 3}, {"b", "a", "c", "dd", "ee"}, frozenset("hello"), {True, 5}, {"x", 1, (2,)})
s = set()
for i in (64, 0, 32, 5, 37, 69): s.add(i)
print(s)
s.discard(0)
s.add(0)
print(s, s | {1}, set(list(s)), s.copy())
for change in ("s.add(99)", "s.discard(2)", "s.clear()", "s.discard(2); s.add(98)"):
    s, n = {1, 2, 3}, 0
    try:
        for x in s:
            n += 1
            if n == 1: exec(change)
        print(change, n)
    except RuntimeError as e:
        print(change, e)


class S(set):
    def __repr__(self): return "S" + super().__repr__()
class F(frozenset): pass
print(S([1]) | {2}, {2} | S([1]), type(S([1]).copy()).__name__, type(F("a") | F("b")).__name__, type(F("a").union("b")).__name__, F("a") == frozenset("a"), {F("a"): 1}[frozenset("a")], S("a").union("b") == {"a", "b"}, repr(F()))
class Evil:
    def __init__(self, s): self.s = s
    def __hash__(self): return 0
    def __eq__(self, o):
        self.s.clear()
        return False
s = set()
s.add(Evil(s))
print(0 in s, len(s))
it = iter({1, 2, 3})
next(it)
print(it.__length_hint__(), len(list(it)), it.__length_hint__(), [x for x, in {(1,), (1.0,)}], set(itertools.chain("ab", "b")) == set("ab"))
