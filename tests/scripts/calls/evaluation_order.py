# The order in which the parts of expressions and statements are evaluated.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


log = []
class V:
    def __init__(self, n): self.n = n; log.append(n)
    def __getitem__(self, k): return self
    def __setitem__(self, k, v): log.append("set")
    def __delitem__(self, k): log.append("del")
    def __call__(self, *a, **k): return self
    def __getattr__(self, n): return self
    def __add__(self, o): log.append("+"); return self
    def __lt__(self, o): log.append("<"); return True
    def __bool__(self): log.append(f"?{self.n}"); return True
    def __enter__(self): log.append(f"in {self.n}"); return self
    def __exit__(self, *a): log.append(f"out {self.n}")
    def __iter__(self): log.append(f"iter {self.n}"); return iter([1])
    def __hash__(self): log.append(f"hash {self.n}"); return 1
    def __eq__(self, o): return self is o
    def __format__(self, s): return f"{s}"
    def __index__(self): return 0
    def keys(self): return []
v = V
for text in ("v(1) + v(2) + v(3)", "v(1)[v(2)]", "v(1)[v(2):v(3):v(4)]", "v(1)(v(2), *v(3), k=v(4), **v(5))", "v(1)[v(2)] = v(3)", "v(1)[v(2)] = v(4)[v(5)] = v(3)", "v(1)[v(2)] += v(3)", "del v(1)[v(2)], v(3)[v(4)]", "{v(1): v(2), v(3): v(4)}", "{v(1), v(2)}", "[v(1), *v(2), v(3)]", "v(1) if v(2) else v(3)", "v(1) and v(2) or v(3)", "v(1) < v(2) < v(3)", "not v(1)", "(lambda a=v(1), *, b=v(2): 0)(v(3))", "[v(3) for a in v(1) if v(2)]", "{v(2): v(3) for a in v(1)}", "with v(1) as b, v(2) as c: v(3)", "for v(1)[v(2)] in v(3): v(4)", "f'{v(1)} {v(2):{v(3)}}'", "assert v(1), v(2)", "a, b = v(1), v(2)", "v(1).x = v(2)", "v(1)[v(2)], v(3).y = v(4), v(5)", "def f(a: v(3) = v(1), *, b: v(4) = v(2)) -> v(5): pass", "@v(1)\n@v(2)\ndef f(a=v(3)): pass", "class C(v(1) and object, k=v(2)): v(3)\n", "x: v(2) = v(1)", "v(3)[v(4)]: v(2) = v(1)", "while v(1): break", "if v(1): v(2)", "try:\n raise v(1)\nexcept v(2): pass", "raise v(1) from v(2)", "return_ = v(1), v(2)", "global_ = lambda: v(1)", "v(1)[v(2), v(3)]", "v(1)(**{'a': v(2)}, b=v(3))", "v(1)(*[v(2)], v(3))", "(w := v(1)) + v(2)", "[*v(1), *v(2)]", "{**v(1), 'k': v(2)}", "v(1) in [v(2)]", "v(1) is v(2)", "match v(1):\n case b if v(2): v(3)", "print(v(1), end=f'{v(2)}', file=v(3) and None) if False else v(4)", "v(1)[v(2)][v(3)]", "v(1).a.b(v(2)).c"):
    log.clear()
    try: exec(text, {"v": V, "object": object}); result = ""
    except BaseException as e: result = type(e).__name__
    print(text.replace("\n", ";"), log, result)
