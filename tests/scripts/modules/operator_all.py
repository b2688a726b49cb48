# operator's functions and getters; _count_elements and _tuplegetter.
import _collections
import _operator
import collections
import operator as o


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for text in (
    "o.itemgetter()", "o.itemgetter(1)", "o.itemgetter(1, 'a')",
    "o.itemgetter(1)([1, 2], 3)", "o.itemgetter(1)()",
    "o.itemgetter(1)(x=2)", "o.itemgetter(x=1)", "o.itemgetter(0, 2)('abc')",
    "o.itemgetter(5)((1,))", "o.itemgetter(-1)((1, 2))",
    "o.itemgetter(1).__reduce__()", "o.itemgetter('a')({'a': 3})",
    "o.itemgetter(1, 2).__reduce__()", "o.attrgetter()", "o.attrgetter(1)",
    "o.attrgetter('a', 'b.c')", "o.attrgetter('real')(5)",
    "o.attrgetter('real', '__class__.__name__')(5)", "o.attrgetter('x')(5)",
    "o.attrgetter('a..b')(5)", "o.attrgetter('')(5)", "o.attrgetter('a')()",
    "o.attrgetter('a.b').__reduce__()", "o.attrgetter('a', x=1)",
    "o.methodcaller()", "o.methodcaller(1)", "o.methodcaller('upper')",
    "o.methodcaller('a', 1, b=2)", "o.methodcaller('upper')('a')",
    "o.methodcaller('split', maxsplit=1)('a b c')",
    "o.methodcaller('split', 'x', 1)('axbxc')", "o.methodcaller('x')(1)",
    "o.methodcaller('upper')()", "o.methodcaller('upper').__reduce__()",
    "o.methodcaller('a', 1, b=2).__reduce__()", "type(o.itemgetter(1))",
    "o.itemgetter(slice(1, 2))('abc')", "o.add(1)", "o.iand(1)",
    "o.concat(1, 2)", "o.iconcat([1], [2])", "o.concat({}, {})",
    "o.concat('a', 'b')", "o.indexOf(5, 1)", "o.indexOf([1], 5)",
    "o.indexOf('abc', 'c')", "o.countOf([1, 1], 1)",
    "o.length_hint([1], 'x')", "o.length_hint(5)", "o.length_hint(5, 3)",
    "o.length_hint(iter([1, 2]))", "o.call()", "o.call(int, '11', base=2)",
    "_operator._compare_digest('a', '\\xe9')",
    "_operator._compare_digest('a', b'a')",
    "_operator._compare_digest(b'a', bytearray(b'a'))",
    "_operator._compare_digest('a', 'b')", "o.pow(2, 3)", "o.index('a')",
    "o.index(True)", "o.truth()", "o.setitem(1, 2)", "o.concat((1,), [2])",
    "o.neg('a')", "o.ior(5, 2), o.ixor(5, 1), o.ilshift(1, 3)",
    "o.contains('abc', 'b')", "o.contains(5, 1)", "o.is_(1, 1), o.is_not(1, 2)",
    "o.not_([]), o.truth([1])", "o.inv(5), o.pos(-1), o.abs(-2)",
    "o.truediv(1, 2), o.floordiv(7, 2), o.mod(7, 4), o.matmul(1, 2)",
    "o.lt(1, 2), o.le(1, 2), o.eq(1, 2), o.ne(1, 2), o.ge(1, 2), o.gt(1, 2)",
    "o.lt(1, 'a')", "o.getitem([1], 0), o.getitem({1: 2}, 1)",
    "o.delitem([1], 5)",
    "_collections._tuplegetter(1, 'd')", "_collections._tuplegetter(1)",
    "_collections._tuplegetter(1, 'd').__reduce__()",
    "_collections._tuplegetter(1, 'd').__get__((1,))",
    "_collections._tuplegetter(1, 'd').__get__([1])",
    "_collections._tuplegetter(0, 'd').__get__((7,))",
    "_collections._tuplegetter(0, 'd').__set__((7,), 1)",
    "_collections._tuplegetter(0, 'd').__delete__((7,))",
    "_collections._tuplegetter(0, 'd').__doc__",
):
    show(text)

class Both:
    def __getitem__(self, i):
        return i

    def __add__(self, other):
        return "add"

    def __iadd__(self, other):
        return "iadd"


show("o.concat(Both(), Both()), o.iconcat(Both(), Both())")
show("o.iconcat(type('D', (dict,), {})(), {})")
N = collections.namedtuple("N", "a b")
n = N(1, 2)
print(n, n.a, n.b, N.a, n._replace(b=5))
show("setattr(n, 'a', 3)")
c = collections.Counter("abracadabra")
print(c, c.most_common(2))


class Mine(dict):
    def get(self, key, default=None):
        print("get", key, end="; ")
        return super().get(key, default)


m = Mine()
_collections._count_elements(m, "aab")
print(m)
show("_collections._count_elements({}, 5)")
show("_collections._count_elements(5, 'a')")
show("_collections._count_elements({'a': 'x'}, 'a')")
show("_collections._count_elements({}, [[]])")
