"""dict: order, methods, views, errors."""
d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 9; del d["b"]; d["b"] = 4
print(d, list(d), d.keys(), d.values(), d.items(), len(d))
print(d.get("x"), d.get("x", 0), d.setdefault("y", 5), d.pop("y"), d.pop("y", None), d.popitem(), d)
d.update({"q": 1}, r=2); d.update([("s", 3)]); print(d, {**d, "a": 0}, d | {"t": 1})
print({1: "int", 1.0: "float", True: "bool"}, dict(a=1, b=2), dict([(1, 2)]), dict.fromkeys("ab", 0))
print("a" in d, 5 in d, d == dict(d), d.copy() is d, bool({}))
for bad in (lambda: d["nope"], lambda: {}.popitem(), lambda: {[]: 1}, lambda: {{}: 1}, lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)])):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
try:
    for k in d: d[k + "!"] = 1
except RuntimeError as e: print(e)
k = {"b": 1, "a": 2}.keys(); print(k & {"a"}, k | {"z"} == {"a", "b", "z"}, k - {"a"}, "a" in k, list(reversed(k)))
print({i: i * i for i in range(4)}, {k: v for k, v in zip("ab", (1, 2))})
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
print(len({K(1): 1, K(2): 2, K(1): 3}), {K(1): "x"}[K(1)])
class Missing(dict):
    def __missing__(self, key): return key * 2
print(Missing()["ab"], Missing({"x": 1})["x"])
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
print(len(big), list(big)[:3], big[999], 998 in big)
big.clear(); print(big)
it = iter({1: 1, 2: 2}); print(next(it), next(it), next(it, "end"))
e = {}; e["self"] = e; print(e)
print(list({"a": 1, "b": 2}.items())[0], sorted({"b": 1, "a": 2}), max({3: 1, 5: 0}))
