# product, permutations, combinations, groupby, tee: results, errors, reuse.
import itertools as it
import sys


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for text in (
    "list(it.product())", "list(it.product('ab', [1, 2]))",
    "list(it.product('ab', repeat=2))", "list(it.product('ab', []))",
    "list(it.product('ab', repeat=0))", "it.product('a', repeat=-1)",
    "it.product('a', x=1)", "it.product(1)", "it.product('ab', repeat='x')",
    "it.product('ab', repeat=2**62)",
    "list(it.permutations('abc'))", "list(it.permutations('abc', 2))",
    "list(it.permutations('abc', 0))", "list(it.permutations('abc', 4))",
    "it.permutations('abc', -1)", "it.permutations('abc', 'x')",
    "it.permutations()", "list(it.permutations(range(4), 3))",
    "list(it.permutations('', 0))", "it.permutations(1)",
    "list(it.combinations('abcd', 2))", "list(it.combinations('ab', 3))",
    "list(it.combinations('ab', 0))", "it.combinations('ab', -1)",
    "it.combinations('ab')", "list(it.combinations(r=2, iterable='abc'))",
    "list(it.combinations_with_replacement('abc', 2))",
    "list(it.combinations_with_replacement('', 2))",
    "list(it.combinations_with_replacement('', 0))",
    "it.combinations_with_replacement('abc', -2)",
    "[(k, list(g)) for k, g in it.groupby('aabBb')]",
    "[(k, list(g)) for k, g in it.groupby('aabBb', str.lower)]",
    "[k for k, g in it.groupby('aab')]", "it.groupby()",
    "list(it.groupby([1], lambda x: 1/0))", "it.groupby(1)",
    "[list(g) for k, g in list(it.groupby('aab'))]",
    "it.tee('ab', -1)", "it.tee('ab', 0)", "it.tee(1)", "it.tee()",
    "[list(t) for t in it.tee('abc', 3)]", "len(it.tee('abc'))",
    "type(it.tee('a')[0])", "it._tee('ab').__copy__()" and "1",
    "it._tee_dataobject()" and "1",
):
    show(text)

a, b = it.tee(range(200))
print(sum(a), next(b), sum(b))
a, b = it.tee(it._tee("xy"))
print(list(a), list(b))


class Again:
    def __iter__(self):
        return self

    def __next__(self):
        return next(t)


t, = it.tee(Again(), 1)
show("next(t)")

# a result nobody holds is filled anew
for make in (lambda: it.product("ab", "cd"), lambda: it.permutations("abc"),
             lambda: it.combinations("abcd", 2),
             lambda: it.combinations_with_replacement("abc", 2)):
    i = make()
    first = id(next(i))
    print(first == id(next(i)), end=" ")
    kept = next(i)
    print(kept is next(i), kept, sys.getrefcount(kept))

source = object()
before = sys.getrefcount(source)
p = it.product([source], [source])
print(sys.getrefcount(source) - before)
print(next(p) == (source, source), sys.getrefcount(source) - before)
del p
print(sys.getrefcount(source) - before)

a, b = it.tee([[k] for k in range(100000)])
for x in a:
    pass
del a, b
print("gone")
