# in, not in, is, is not: protocols, fallbacks, identity of constants.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class Has:
    def __init__(self, v): self.v = v
    def __contains__(self, x): return self.v
class Iter:
    def __iter__(self): return iter([1, 2, float("nan")])
class Item:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i
class Raises:
    def __eq__(self, o): raise ValueError("eq")
    def __iter__(self): raise ValueError("iter")
class Endless:
    def __iter__(self): return self
    n = 0
    def __next__(self): self.n += 1; return self.n
attempt(lambda: 1 in Has([]), lambda: 1 in Has("yes"), lambda: 1 not in Has(None), lambda: 2 in Iter(), lambda: 5 not in Iter(), lambda: 3 in Item(), lambda: 9 in Item(), lambda: 1 in Raises(), lambda: Raises() in [1], lambda: (lambda r: r in [r])(Raises()), lambda: 5 in Endless(), lambda: 1 in 5, lambda: 1 in None, lambda: "a" in "abc", lambda: 1 in "abc", lambda: "" in "", lambda: b"a" in b"abc", lambda: 97 in b"abc", lambda: 256 in b"abc", lambda: "a" in b"abc", lambda: b"a" in "abc", lambda: b"" in bytearray(), lambda: -1 in bytearray(b"a"), lambda: [] in [[]], lambda: 1.0 in [1], lambda: True in {1: 0}, lambda: [] in {}, lambda: 3 in range(0, 10, 3), lambda: 3.0 in range(5), lambda: 2.5 in range(5), lambda: "3" in range(5), lambda: 2 ** 70 in range(2 ** 71), lambda: None in (None,), lambda: (1, 2) in [(1, 2)], lambda: "b" in {"a": 1}.keys(), lambda: 1 in (x for x in [3, 1, 2]), lambda: 1 in type, lambda: 1 in int, lambda: "x" in memoryview(b"abc"), lambda: 97 in memoryview(b"abc"), lambda: 1 in iter([0, 1]))
it = iter([1, 2, 3, 4]); print(2 in it, list(it), 9 in it)
x = []
print(x is x, [] is [], () is (), None is None, ... is Ellipsis, True is (1 == 1), 1 is not 2, "a" is "a" if False else "skip", x is not [], not x is None, int is int, (1, 2) is (1, 2) if False else 0, frozenset() == set(), None is not False, NotImplemented is NotImplemented)
def f(): pass
class C:
    def m(self): pass
c = C()
print(f is f, c.m is c.m, c.m == c.m, C.m is C.m, [1, 2, 3].index(2.0), (1, "a", None).count(None), "abc".__contains__("b"), operator_contains := [].__contains__(1))
