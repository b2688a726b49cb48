# Unpacking in calls: order of evaluation, mappings, what is refused.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


log = []
def t(n, v): log.append(n); return v
def f(*args, **kw): return args, kw
def say(r): print(r, log); log.clear()
say(f(t(1, "a"), *t(2, [1]), t(3, "b"), *t(4, "xy"), k=t(5, 1), **t(6, {"l": 2}), m=t(7, 3), **t(8, {"n": 4})))
say(t("f", f)(t("a", 1), *t("s", ()), k=t("k", 2)))
class M:
    def __init__(self, **kw): self.d = kw
    def keys(self): log.append("keys"); return list(self.d)
    def __getitem__(self, k): log.append(f"item {k}"); return self.d[k]
class BadKeys:
    def keys(self): return 5
class NoItem:
    def keys(self): return ["a"]
class IntKeys:
    def keys(self): return [1]
    def __getitem__(self, k): return k
class KeysRaise:
    def keys(self): raise ValueError("keys")
class S(str): pass
say(f(**M(a=1, b=2)))
say(f(*M(a=1).keys(), **M(c=1), d=2))
attempt(lambda: f(**BadKeys()), lambda: f(**NoItem()), lambda: f(**IntKeys()), lambda: f(**KeysRaise()), lambda: f(**M(a=1), **M(a=2)), lambda: f(a=1, **M(a=2)), lambda: f(**{"a": 1}, a=2), lambda: f(**{S("a"): 1}), lambda: f(**{S("a"): 1}, a=2), lambda: f(*iter("ab"), *(x for x in "c")), lambda: f(*{1: 2}), lambda: f(*set()), lambda: f(*None), lambda: f(**None), lambda: f(*5, **6), lambda: f(*[1], **[2]), lambda: print(*[1, 2], **{"sep": "-"}), lambda: print(**{"sep": 5}), lambda: max(*[3, 1], **{"key": lambda x: -x}), lambda: dict(**{"self": 1}), lambda: f(**{"": 1}), lambda: f(**{"a-b": 1}), lambda: int(*["11"], **{"base": 2}), lambda: str.format("{a}{b}", **{"a": 1, "b": 2}), lambda: "{}{}".format(*"xy"), lambda: type("T", *((), {})).__name__, lambda: (lambda a, /, b, *, c: (a, b, c))(*[1], **{"b": 2, "c": 3}), lambda: (lambda **kw: kw)(**{str(i): i for i in range(3)}), lambda: len(f(*range(300))[0]), lambda: len(f(**{f"k{i}": i for i in range(300)})[1]), lambda: f(*(1 / 0 for _ in "a")), lambda: undefined(*[1]), lambda: f.x(*[1]), lambda: (5)(*[1], **{}), lambda: [].sort(*[1]), lambda: [].append(*[1, 2]), lambda: list(*[1], *[2]))
kw = {"a": 1}
def mutate(**k): k["b"] = 2; return k
print(mutate(**kw), kw, (lambda *a: a)(*(lst := [1, 2])) == tuple(lst))
tup = (1, 2)
print((lambda *a: a is tup)(*tup), (lambda *a: a)(*[]) is (), f(*(), **{}))
