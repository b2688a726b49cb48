"""Comparison: chains, mixed types, identity."""
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 3 > 2 >= 2 != 1)
print([1, 2] < [1, 3], (1,) < (1, 0), "a" < "b" < "c", [] < [0])
print({1, 2} <= {1, 2, 3}, {1} < {1}, {1: 2} == {1: 2.0}, set() == frozenset())
print(None is None, [] is [], () is (), 1 is not 2)
print(2 in [1, 2], "b" in "abc", 3 in {3: 4}, 5 not in (1, 2), 2.0 in range(5), "x" in set("xyz"))
def f(x):
    print("f", x)
    return x
print(f(1) < f(3) < f(2), f(5) < f(4) < f(9))
for op in (lambda: 1 < "a", lambda: [] < (), lambda: None < None, lambda: {} < {}, lambda: 1 in 5, lambda: 1 in "a"):
    try: op()
    except TypeError as e: print(e)
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], nan != nan)
class E:
    def __eq__(self, o): return NotImplemented
print(E() == E(), E() != 1)
