# exec and eval: globals, locals, closures, builtins, mappings, errors.
import types

g, l = {}, {}
exec("x = 1; y = [x for _ in 'a']", g)
print(sorted(k for k in g if k != "__builtins__"), g["y"], type(g["__builtins__"]).__name__)
exec("a = 1\ndef f(): return a", {}, l)
try:
    l["f"]()
except NameError as e:
    print(e)
try:
    exec("b = 2\n[b for _ in 'x']", {}, {})
except NameError as e:
    print(e)


def local_scope():
    v = 1
    exec("v = 2; w = 3")
    try:
        w
    except NameError as e:
        print(e)
    return v, sorted(locals()), eval("v + 1"), eval("[v for _ in 'a']", {"v": 9}, {"v": 8})


try:
    print(local_scope())
except NameError as e:
    print(e)


class Mapping(dict):
    def __missing__(self, key):
        if key.startswith("__"): raise KeyError(key)
        return f"missing {key}"
class Locals:
    def __getitem__(self, k):
        print("  get", k)
        if k == "known": return 5
        raise KeyError(k)
    def __setitem__(self, k, v): print("  set", k, v)
    def __delitem__(self, k): print("  del", k)


exec("r = known; s = known + 1; del t\nimport sys as q\nclass Z: pass\nfor i in [1]: pass", {}, Locals())
print(eval("anything", {}, Mapping()), eval("anything", {}, types.MappingProxyType({"anything": 1})))
try:
    print(eval("anything", Mapping()))
except NameError as e:
    print(e)
for f in (lambda: eval("x", {"__builtins__": {}}), lambda: eval("len", {"__builtins__": {}}), lambda: eval("len('a')", {"__builtins__": {"len": lambda s: "mine"}}), lambda: eval("len('a')", {"__builtins__": types.SimpleNamespace()}), lambda: exec("class A: pass", {"__builtins__": {}}), lambda: exec("import sys", {"__builtins__": {}}), lambda: exec("print(1)", {"__builtins__": None}),
          lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: exec("1", []), lambda: exec("x = 1", types.MappingProxyType({})), lambda: eval(5), lambda: exec(None), lambda: eval(), lambda: eval("1", {}, {}, {}), lambda: exec("x = 1", {}, None), lambda: eval("  1 + 1"), lambda: eval("\t2"), lambda: eval("1\n\n"), lambda: eval("(1,\n2)"), lambda: eval(b"3"), lambda: eval(bytearray(b"4")), lambda: eval("'\\x00'"),
          lambda: eval("\n1"), lambda: eval(""), lambda: eval("yield"), lambda: callable(eval("lambda: (yield)")), lambda: eval("x := 1"), lambda: eval("(x := 1)"), lambda: exec("return"), lambda: exec("break"), lambda: exec("nonlocal x"), lambda: exec("await x"), lambda: eval("x", {"x": 1}, {"x": 2}), lambda: eval("__name__", {"__name__": "n"}), lambda: eval("__builtins__ is not None", {})):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


def make():
    free = 1
    def inner(): return free
    return inner


inner = make()
print(eval("1 + 1"), exec(inner.__code__, {}, closure=inner.__closure__))
for kw in ({}, {"closure": None}, {"closure": ()}, {"closure": (1,)}, {"closure": [types.CellType(1)]}, {"closure": (types.CellType(1), types.CellType(2))}):
    try:
        print(exec(inner.__code__, {}, **kw))
    except TypeError as e:
        print(e)
for bad in (lambda: exec("1", closure=inner.__closure__), lambda: exec(compile("1", "f", "exec"), closure=()), lambda: eval(inner.__code__), lambda: eval(outer) if False else None):
    try:
        print(bad())
    except TypeError as e:
        print(e)
def with_args(a): return a
try: eval(with_args.__code__)
except TypeError as e: print(e)
space = {"n": 0}
for _ in range(3): exec("n += 1", space)
print(space["n"], eval("[n, *[m for m in range(n)]]", space), eval("(lambda: n)()", space), eval("{**{'a': n}}", space))
