"""set and frozenset: order of iteration with small ints, algebra."""
s = {3, 1, 2}
s.add(5); s.discard(9); s.remove(1)
print(s, len(s), 2 in s, 7 in s, {1, 2} | {3}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3})
print(set("hello") == set("olleh"), set(), {*range(5)}, frozenset([1, 2]), set([1, 1, 1]))
t = {1, 2}; t |= {3}; t &= {2, 3}; t -= {3}; t ^= {9}; print(sorted(t))
print({1, 2} <= {1, 2, 3}, {1} < {1}, {1, 2}.isdisjoint({3}), {1}.union([2], (3,)), {1, 2, 3}.intersection([2], {2, 5}))
for bad in (lambda: {[]}, lambda: set().pop(), lambda: {1}.remove(2), lambda: {1} | [2], lambda: set(5), lambda: hash({1})):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): 1}[frozenset([1])], {1} == frozenset([1]))
big = set(range(100)); print(sum(big), big.pop(), len(big)); print(list({10, 20, 30, 40, 5, 100, 1000})) 
print({x % 3 for x in range(10)}, [x for x in {8, 16, 24, 0}])
u = {1, 2, 3}
try:
    for x in u: u.add(x + 10)
except RuntimeError as e: print(e)
print({2**61 - 1, 0, -1, -2}, set(map(str, range(3))) == {"0", "1", "2"})
