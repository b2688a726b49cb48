# Special methods are looked up on the type; which protocol falls back to which.
class Plain: pass


p = Plain()
for name in ("__len__", "__iter__", "__bool__", "__call__", "__getitem__", "__contains__", "__hash__", "__str__", "__enter__", "__index__", "__add__", "__next__", "__format__", "__dir__"):
    setattr(p, name, lambda *a: "instance")


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


attempt("len", lambda: len(p))
attempt("iter", lambda: iter(p))
attempt("bool", lambda: bool(p))
attempt("call", lambda: p())
attempt("item", lambda: p[0])
attempt("in", lambda: 1 in p)
attempt("hash", lambda: isinstance(hash(p), int))
attempt("str", lambda: str(p) == repr(p))
attempt("index", lambda: [1][p])
attempt("add", lambda: p + 1)
attempt("next", lambda: next(p))
attempt("format", lambda: format(p, "x"))
attempt("dir", lambda: "instance" in dir(p))
attempt("with", lambda: exec("with p: pass", {"p": p}))


class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


for n in (0, 3, -1, True, 2 ** 63, "x", 2.0, None):
    attempt(f"len {n!r}", lambda: len(Len(n)))
    attempt(f"bool {n!r}", lambda: bool(Len(n)))


class Bool:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v


for v in (True, 0, None, "yes"):
    attempt(f"bool {v!r}", lambda: bool(Bool(v)))


class Items:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10


attempt("iter items", lambda: list(Items()))
attempt("in items", lambda: (20 in Items(), 5 in Items()))
attempt("reversed items", lambda: list(reversed(Items())))


class Both(Items):
    def __len__(self): return 3


attempt("reversed both", lambda: list(reversed(Both())))
attempt("unpack", lambda: (lambda a, b, c: (a, b, c))(*Items()))


class Idx:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v


attempt("index", lambda: ([1, 2, 3][Idx(1)], "abc"[Idx(-1)], range(10)[Idx(3)], [0] * Idx(2), bin(Idx(5)), "x" * Idx(2), int(Idx(7)), float(Idx(2)), complex(Idx(3)), hex(Idx(255)), round(1.256, Idx(1)), chr(Idx(65)), list(range(Idx(2))), [1, 2, 3][Idx(0):Idx(2)]))
for v in (1.0, "1", None, True):
    attempt(f"bad index {v!r}", lambda: [1, 2][Idx(v)])
for name, bad in (("__repr__", 5), ("__str__", None), ("__format__", 5), ("__hash__", "x"), ("__hash__", 2 ** 70), ("__iter__", 5), ("__contains__", [1]), ("__int__", "x"), ("__float__", 1), ("__complex__", 1.0), ("__bytes__", "s"), ("__dir__", 5), ("__length_hint__", "x"), ("__length_hint__", -1), ("__sizeof__", "s"), ("__round__", "r"), ("__trunc__", 3), ("__fspath__", 3), ("__reversed__", 9), ("__missing__", 1)):
    o = type("T", (), {name: lambda self, *a: bad})()
    import os
    f = {"__repr__": repr, "__str__": str, "__format__": format, "__hash__": hash, "__iter__": iter, "__contains__": lambda o: 1 in o, "__int__": int, "__float__": float, "__complex__": complex, "__bytes__": bytes,
         "__dir__": dir, "__length_hint__": lambda o: __import__("operator").length_hint(o), "__sizeof__": __import__("sys").getsizeof, "__round__": round, "__trunc__": __import__("math").trunc, "__fspath__": os.fspath, "__reversed__": reversed, "__missing__": lambda o: type("D", (dict,), {"__missing__": lambda s, k: k})()["key"]}[name]
    attempt(name, lambda: f(o))
