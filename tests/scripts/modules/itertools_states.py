# Iterators of itertools are copied and pickled where they stand; states given to them are checked.
import copy
import itertools as it
import operator
import pickle


def even(n):
    return n % 2 == 0


makers = {
    "chain": lambda: it.chain("abc", [1, 2], (3,)),
    "from_iterable": lambda: it.chain.from_iterable(["ab", "cd"]),
    "repeat": lambda: it.repeat("x", 4),
    "starmap": lambda: it.starmap(operator.add, [(1, 2), (3, 4), (5, 6)]),
    "takewhile": lambda: it.takewhile(even, [2, 4, 5, 6]),
    "dropwhile": lambda: it.dropwhile(even, [2, 4, 5, 6]),
    "filterfalse": lambda: it.filterfalse(even, range(8)),
    "cycle": lambda: it.islice(it.cycle("abc"), 8),
    "count": lambda: it.islice(it.count(3), 4),
    "count step": lambda: it.islice(it.count(2**70, 5), 4),
    "islice": lambda: it.islice(range(20), 2, 14, 3),
    "accumulate": lambda: it.accumulate([1, 2, 3, 4]),
    "initial": lambda: it.accumulate([1, 2, 3], operator.mul, initial=5),
    "zip_longest": lambda: it.zip_longest("abc", [1], fillvalue=0),
    "compress": lambda: it.compress("abcdef", [1, 0, 1, 1, 0, 1]),
    "product": lambda: it.product("ab", range(3)),
    "empty product": lambda: it.product("ab", ""),
    "permutations": lambda: it.permutations("abcd", 2),
    "combinations": lambda: it.combinations("abcd", 2),
    "replacement": lambda: it.combinations_with_replacement("abc", 2),
    "tee": lambda: it.tee("abcdef")[1],
}
for name, make in makers.items():
    whole = list(make())
    for used in range(len(whole) + 2):
        iterator = make()
        begun = [next(iterator, None) for _ in range(used)][:len(whole)]
        copied = copy.copy(iterator)
        pickled = pickle.loads(pickle.dumps(iterator))
        assert begun + list(copied) == whole, (name, used)
        if name != "tee":
            iterator = make()
            for _ in range(used):
                next(iterator, None)
        assert begun + list(pickled) == whole, (name, used, "pickled")
    print(name, whole[:3], type(make().__reduce__()).__name__)

for n in range(9):
    ring = it.cycle("abc")
    for _ in range(n):
        next(ring)
    one, two = copy.deepcopy(ring), pickle.loads(pickle.dumps(ring, 0))
    print("".join(it.islice(one, 7)), "".join(it.islice(two, 7)))

groups = it.groupby("aabbbc")
next(groups)
key, group = next(groups)
print(next(group), [(k, "".join(g)) for k, g in copy.deepcopy(groups)])

a, b = it.tee(range(100))
print(list(it.islice(a, 70))[-1])
c, d = pickle.loads(pickle.dumps((a, b)))
print(sum(c), sum(d), sum(a), sum(b))

print(it.accumulate([1], operator.add).__reduce__()[1:][-1],
      it.count(5).__reduce__(), it.count(1, 2).__reduce__(),
      it.repeat(1).__reduce__(), it.islice([], 3).__reduce__()[2])

nothing = it.accumulate([None, 1], lambda x, y: y)
next(nothing)
print(list(copy.copy(nothing)))


def refuse(f, *args):
    try:
        f(*args)
        print("taken")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


refuse(it.chain().__setstate__, 3)
refuse(it.chain().__setstate__, ([],))
refuse(it.cycle("").__setstate__, [])
refuse(it.permutations("ab").__setstate__, ((0,), (1, 2)))
refuse(it.product("ab").__setstate__, (1, 2))
odd = it.product("ab", "cd")
odd.__setstate__((99, -99))
print(next(odd, "end"))
odd = it.permutations("abc", 2)
odd.__setstate__(((9, -9, 1), (77, 77)))
print(list(odd))
odd = it.combinations("abcd", 2)
odd.__setstate__((99, 99))
print(list(odd))
tee = it.tee([])[0]
data = tee.__reduce__()[2][0]
refuse(tee.__setstate__, (data, 58))
refuse(tee.__setstate__, (3, 1))
refuse(type(data), iter([]), [1] * 58, None)
refuse(type(data), iter([]), [1], data)


class Named(it.chain):
    def __init__(self, *parts, name):
        self.name = name


class Plain(it.chain):
    pass


print(Named("ab", name="n").name, list(Named("ab", name="n")))
refuse(lambda: Plain("ab", name="n"))
