# RecursionError: how deep, from where, and going on after it.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


import sys
def depth(n=0):
    try: return depth(n + 1)
    except RecursionError: return n
sys.setrecursionlimit(200)
d = depth(); print(d)
def f(n): return 0 if n == 0 else 1 + f(n - 1)
attempt(lambda: f(150), lambda: f(300), lambda: f(100))
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __getattr__(self, n): return getattr(self, n + "x")
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __contains__(self, x): return x in self
    def __bool__(self): return not self
    def __getitem__(self, k): return self[k]
    def __str__(self): return f"{self}"
    def __index__(self): return [1][self]
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
r = R()
for name, go in dict(repr=lambda: repr(r), eq=lambda: r == r, hash=lambda: hash(r), getattr=lambda: r.a, len=lambda: len(r), iter=lambda: iter(r), call=lambda: r(), add=lambda: r + 1, contains=lambda: 1 in r, bool=lambda: bool(r), item=lambda: r[0], str=lambda: str(r), index=lambda: [1][r], with_=lambda: r.__enter__()).items():
    try: go(); print(name, "fine")
    except RecursionError as e: print(name, str(e)[:32])
l = []
for _ in range(500): l = [l]
for name, go in dict(repr=lambda: len(repr(l)), eq=lambda: l == eval("[" * 60 + "]" * 60), lt=lambda: l < l).items():
    try: print(name, go())
    except RecursionError as e: print(name, e)
try: print(eval("(" * 150 + ")" * 150))
except (RecursionError, MemoryError, SyntaxError) as e: print(type(e).__name__, e)
def gen(n):
    if n: yield from gen(n - 1)
    yield n
attempt(lambda: len(list(gen(100))), lambda: len(list(gen(400))), lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit(-5), lambda: sys.setrecursionlimit(5), lambda: sys.setrecursionlimit("x"), lambda: sys.getrecursionlimit(), lambda: sys.setrecursionlimit(2 ** 40))
sys.setrecursionlimit(1000)
print(depth() - d, f(900))
