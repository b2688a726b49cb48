# _random bit by bit, heapq and bisect with lists that change under them.
import _bisect
import _heapq
import _random


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for seed in (0, 1, -1, 2**32, 2**31 - 1, 12345678901234567890, -(2**700),
             True, 1.5, (1, 2.5)):
    r = _random.Random(seed)
    print(seed, r.random(), r.getrandbits(7), r.getrandbits(32),
          r.getrandbits(33), r.getrandbits(200), r.getrandbits(0))
    for _ in range(700):
        r.random()
    state = r.getstate()
    a = [r.random() for _ in range(5)]
    r.setstate(state)
    print(len(state), state[-1], hash(state[:5]), a == [r.random()
                                                        for _ in range(5)])
r = _random.Random()
for text in (
    "r.getrandbits(-1)", "r.getrandbits('x')", "r.getrandbits(2**40)",
    "r.getrandbits(1.5)", "r.setstate(1)", "r.setstate(())",
    "r.setstate((0,) * 624 + (625,))", "r.setstate((0,) * 624 + (-1,))",
    "r.setstate(('a',) * 625)", "r.setstate((2**32,) + (0,) * 624)",
    "r.seed([])", "r.seed(1, 2)", "_random.Random(1, 2)",
    "_random.Random(x=1)", "0 <= r.random() < 1",
    "_bisect.bisect_right([1, 2, 2, 3], 2)",
    "_bisect.bisect_left([1, 2, 2, 3], 2)",
    "_bisect.bisect_left([1, 2, 2, 3], 2, 2)",
    "_bisect.bisect_left([1, 2, 2, 3], 2, -1)",
    "_bisect.bisect_left([1, 2, 2, 3], 9, 0, 2)",
    "_bisect.bisect_left([1, 2, 2, 3], 9, hi=99)",
    "_bisect.bisect_left([1], 'a')", "_bisect.bisect_left(5, 1)",
    "_bisect.bisect_left([3, 2, 1], -2, key=lambda x: -x)",
    "_bisect.bisect_left([1])", "_bisect.bisect_left(range(10), 5)",
    "_bisect.insort_left([1], 'a')", "_heapq.heappop([])",
    "_heapq.heappop(5)" and "1", "_heapq.heapreplace([], 1)",
    "_heapq.heappushpop([], 1)", "_heapq.heappushpop([0], 1)",
    "_heapq.heappush([1], 'a')", "_heapq.heapify([3, 'a'])",
    "_heapq._heappop_max([9, 1])",
):
    show(text)
items = [5, 3, 9, 1, 7, 3, 8, 2, 6, 0, 4]
h = items[:]
_heapq.heapify(h)
print(h, [_heapq.heappop(h) for _ in items], h)
h = items[:]
_heapq._heapify_max(h)
print(h, _heapq._heapreplace_max(h, 0), h, _heapq._heappop_max(h), h)
h = []
for x in items:
    _heapq.heappush(h, x)
print(h, _heapq.heapreplace(h, 10), h, _heapq.heappushpop(h, -1), h)


class Evil:
    def __init__(self, target):
        self.target = target

    def __lt__(self, other):
        self.target.clear()
        return True


h = []
h += [Evil(h) for _ in range(5)]
show("_heapq.heapify(h)")
h += [Evil(h) for _ in range(5)]
show("_heapq.heappop(h)")
h += [Evil(h) for _ in range(5)]
show("_heapq.heappush(h, Evil(h))")
h += [Evil(h) for _ in range(5)]
show("_bisect.insort_left(h, 1)")
s = []
for x in items:
    _bisect.insort_right(s, x)
print(s)


class Sequence:
    def __init__(self):
        self.log = []

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * 10

    def insert(self, i, x):
        self.log.append((i, x))


q = Sequence()
_bisect.insort_left(q, 15)
_bisect.insort_left(q, 7, key=lambda x: x // 10)
print(q.log)
