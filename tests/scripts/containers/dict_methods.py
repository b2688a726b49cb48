# Every dict method and view, order, changes while iterating, odd keys.
def attempt(*fs):
    for f in fs:
        try: print(f())
        except Exception as e: print(type(e).__name__, e)


def on(code, start=(("a", 1), ("b", 2))):
    d = dict(start)
    try:
        r = exec(code[1:], {"d": d}) if code[0] == "!" else eval(code, {"d": d})
        print(code, "->", r, d)
    except Exception as e:
        print(code, "->", type(e).__name__, e, d)


for code in ("d['a']", "d['x']", "d.get('a')", "d.get('x')", "d.get('x', 0)", "d.get()", "d.pop('a')", "d.pop('x')", "d.pop('x', 5)", "d.pop()", "d.popitem()", "d.setdefault('a', 9)", "d.setdefault('x')", "d.setdefault([], 1)", "d.update(x=1)", "d.update({'a': 5}, b=6)", "d.update([('k', 1)])", "d.update([1])", "d.update([(1, 2, 3)])", "d.update(['ab'])", "d.update(5)", "d.update(None)", "d.update(x for x in [(1, 2)])", "d.clear()", "d.copy()", "d.keys()", "d.values()", "d.items()", "list(d)", "list(reversed(d))", "d | {'a': 9}", "d | 5", "{'z': 1} | d", "!d |= [('q', 1)]", "!d |= 5", "!del d['a']", "!del d['x']", "!d[[]] = 1", "d[[]]", "d.fromkeys('ab')", "d.fromkeys('ab', [])", "dict.fromkeys(5)", "dict.fromkeys([[1]])", "'a' in d", "[] in d", "d == {'b': 2, 'a': 1}", "d != {}", "d < {}", "d + {}", "hash(d)", "len(d)", "d.keys() & {'a'}", "d.keys() | ['z'] == {'a', 'b', 'z'}", "d.keys() - ['a']", "sorted(d.keys() ^ 'ax')", "d.keys() == {'a', 'b'}", "d.keys() <= {'a', 'b', 'c'}", "d.keys() > ['a']", "d.items() & [('a', 1)]", "('a', 1) in d.items()", "('a', 2) in d.items()", "'a' in d.items()", "1 in d.values()", "d.values() == d.values()", "d.items() == {('a', 1), ('b', 2)}", "d.keys().isdisjoint('x')", "d.keys().mapping['a']", "!d.keys().mapping['a'] = 5", "type(d.keys().mapping)", "len(d.values())", "[*d.items()]", "next(iter(d.items()))", "d.keys() & 5", "hash(d.keys())", "d.keys()[0]", "dict(d, c=3)", "dict([('a', 1)], a=2)", "dict(1)", "dict(**{'a b': 1})", "dict(**{1: 2})", "{**d, 'a': 3}", "{'a': 0, **d}", "{**5}", "dict(zip('ab', 'cd'))", "d.x", "!d.x = 1", "d()", "!d['c'] = d"):
    on(code)
d = {1: "int", 1.0: "float", True: "bool", 1 + 0j: "complex"}
print(d, {0: 1, False: 2, 0.0: 3, -0.0: 4}, {"a": 1, "a": 2}, {(1,): 1, (1.0,): 2}, {float("nan"): 1, float("nan"): 2}, {None: 0, ...: 1})
for change in ("d['new'] = 1", "del d[2]", "d[1] = 'same key'", "d.clear()", "d.pop(2); d[9] = 1", "d.update({7: 7})"):
    d = {1: 1, 2: 2, 3: 3}
    for view in ("d", "d.items()", "d.values()"):
        d = {1: 1, 2: 2, 3: 3}
        try:
            n = 0
            for x in eval(view):
                n += 1
                if n == 1: exec(change)
            print(change, view, "ran", n)
        except RuntimeError as e:
            print(change, view, e)
d = {i: i for i in range(5)}
del d[2]
d[2] = "back"
d.pop(0)
d[0] = 1
print(d, list(reversed(d.items())), d.popitem(), d)


class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o):
        order.append((self.n, getattr(o, "n", o)))
        return isinstance(o, Key) and self.n == o.n
    def __repr__(self): return f"K{self.n}"


order = []
d = {Key(1): "a", Key(2): "b"}
print(order, d.get(Key(2)), order[-2:], d)
class BadHash:
    def __hash__(self): raise ValueError("hash")
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq")
attempt(lambda: {BadHash(): 1}, lambda: len({Key(1): 1, BadEq(): 2}), lambda: BadEq() in {Key(1): 1}, lambda: {1: 2}.get(BadHash()), lambda: {}.get(BadHash()), lambda: {}.get([]), lambda: {}.pop([], 1), lambda: [] in {}, lambda: {1: {}} == {1: {2: 3}})
class Missing(dict):
    def __missing__(self, k): return f"no {k}"
m = Missing(a=1)
print(m["x"], m.get("x"), "x" in m, m.setdefault("y", 2), m, m.copy().__class__.__name__, (m | {}).__class__.__name__, ({} | m).__class__.__name__, Missing.fromkeys("q").__class__.__name__)
s = {}
s["self"] = s
print(s, repr({1: s}), s == s)
