# all, any, enumerate, filter, iter, map, max, min, next, reversed, sorted, sum, zip.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration("value")
        if self.n < 0: raise ValueError("negative")
        self.n -= 1
        return self.n
class BadBool:
    def __bool__(self): raise ValueError("bool")


attempt(lambda: (all([]), any([]), all([1, 0, BadBool()]), any([0, 1, BadBool()])), lambda: all([BadBool()]), lambda: any(5), lambda: all(x for x in [1, 2]), lambda: list(enumerate("ab", 5)), lambda: list(enumerate("ab", start=-1)), lambda: next(enumerate([1], 2 ** 70)), lambda: enumerate("a", 1.5), lambda: enumerate(), lambda: enumerate(5), lambda: enumerate(iterable="q", start=3).__next__(),
        lambda: list(filter(None, [0, 1, "", "a", None])), lambda: list(filter(lambda x: x > 1, [1, 2, 3])), lambda: list(filter(5, [1])), lambda: filter(None), lambda: filter(None, 5), lambda: list(filter(lambda: 0, [1])), lambda: list(filter(str.isupper, "aBc")),
        lambda: list(map(str, [1, 2])), lambda: list(map(lambda *a: a, "abc", [1, 2])), lambda: list(map(pow, [2, 3], [3, 2], [5, 7])), lambda: map(str), lambda: map(), lambda: list(map(None, [1])), lambda: list(map(1, [1])), lambda: list(map(str, 5)),
        lambda: list(zip()), lambda: list(zip("ab", [1, 2, 3], (True,))), lambda: list(zip("ab", "a", strict=True)), lambda: list(zip("a", "ab", strict=True)), lambda: list(zip("a", "b", "", strict=True)), lambda: list(zip("ab", "cd", strict=1)), lambda: zip(5), lambda: zip("a", 5, []), lambda: list(zip("a", strict=True)), lambda: zip("a", strict=BadBool()), lambda: zip("a", other=1),
        lambda: max(1, 2), lambda: max([]), lambda: max([], default=5), lambda: max(1), lambda: max(), lambda: max("b", "a", key=ord), lambda: max([1, -5, 5], key=abs), lambda: min([3, 1, 1.0, True]), lambda: max([3, 3.0]), lambda: max(1, 2, default=3), lambda: min([1, "a"]), lambda: max([1], key=5), lambda: min((x for x in "hello"), key=None), lambda: max([[1], [2, 0], [1, 9]]), lambda: min(*[3, 1]), lambda: min({}, default={}), lambda: max([1], foo=1), lambda: min(1, 2, key=lambda: 0),
        lambda: next(iter([])), lambda: next(iter([]), "d"), lambda: next([]), lambda: next(), lambda: next(iter("a"), 1, 2), lambda: next(It(0)), lambda: next(It(-1), "d"), lambda: next(5, 1),
        lambda: list(iter(iter([1, 2, 0, 3]).__next__, 0)), lambda: list(iter(lambda: 1 / 0, 0)), lambda: iter(5), lambda: iter(5, 1), lambda: iter(), lambda: iter([], 1, 2), lambda: list(iter(lambda it=It(5): next(it), 2)), lambda: type(iter(int, 1)).__name__,
        lambda: list(reversed([1, 2])), lambda: list(reversed(range(5, 0, -2))), lambda: list(reversed({1: 2, 3: 4})), lambda: reversed({1}), lambda: reversed(5), lambda: reversed(iter([])), lambda: "".join(reversed("abc")), lambda: reversed(), lambda: list(reversed({1: 2}.items())), lambda: type(reversed(())).__name__,
        lambda: sorted("bca"), lambda: sorted([3, 1, 2], reverse=True), lambda: sorted(["b", "A", "c"], key=str.lower), lambda: sorted([1, "a"]), lambda: sorted(5), lambda: sorted({2: 1, 1: 2}), lambda: sorted([(1, "b"), (0, "c"), (1, "a")], key=lambda p: p[0]), lambda: sorted([(1, "b"), (0, "c"), (1, "a")], key=lambda p: p[0], reverse=True), lambda: sorted([1, 2], key=lambda: 0), lambda: sorted([None, None]), lambda: sorted([1j, 2j]), lambda: sorted([0.0, -0.0, 0]),
        lambda: sum([]), lambda: sum([1, 2.5, True]), lambda: sum([[1], [2]], []), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([bytearray()], bytearray()), lambda: sum("ab"), lambda: sum([1], start=2), lambda: sum(5), lambda: sum([1], None), lambda: sum([(1,), (2,)], ()), lambda: sum([2 ** 63, 2 ** 63, -1]), lambda: sum([0.1] * 10), lambda: sum([1, 1j]), lambda: sum(x for x in It(4)), lambda: sum([1e308, 1e308, -1e308]), lambda: sum(), lambda: sum([], 1, 2), lambda: sum([1.5, 2]), lambda: sum([True, True]))
m, z = map(str, [1, 2]), zip([1, 2], It(1))
print(next(m), list(m), list(m), list(z), list(z))
a = It(3)
print(list(zip(a, [])), a.n, list(zip([], a)), a.n, list(zip(a, a)), a.n)
e = enumerate("abc")
print(next(e), next(e), e.__reduce__()[1][1])
