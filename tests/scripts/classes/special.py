"""Special methods called by syntax and built-ins."""
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop, i.step)
        if i >= 3: raise IndexError(i)
        return i * 10
    def __setitem__(self, i, v): print("set", i, v)
    def __delitem__(self, i): print("del", i)
    def __contains__(self, x): return x == "in"
    def __call__(self, *a, **k): return a, k
    def __repr__(self): return "S()"
    def __str__(self): return "str of S"
    def __format__(self, spec): return "fmt:" + spec
    def __hash__(self): return 42
    def __index__(self): return 2
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __neg__(self): return "neg"
    def __abs__(self): return "abs"
    def __reversed__(self): return iter("rev")
    def __dir__(self): return ["b", "a"]
s = S()
print(len(s), s[1], s[1:2], s[::2], list(s), s(1, k=2), "in" in s, 5 in s)
s[1] = 2; del s[3]
print(repr(s), str(s), f"{s}", f"{s:>9}", f"{s!r}", hash(s), [10, 20, 30][s], int(s), float(s), -s, abs(s))
print(list(reversed(s)), dir(s), hex(s), "x" * s, range(5)[s])
class N: __hash__ = None
try: {N(): 1}
except TypeError as e: print(e)
class Eq:
    def __eq__(self, o): return True
try: hash(Eq())
except TypeError as e: print(e)
for bad in (lambda: len(1), lambda: iter(1), lambda: next(1), lambda: [][1.0], lambda: [1]["a"], lambda: N()[0], lambda: N()()):
    try: bad()
    except TypeError as e: print(e)
class Len:
    def __len__(self): return -1
try: len(Len())
except ValueError as e: print(e)
class Str:
    def __str__(self): return 1
try: str(Str())
except TypeError as e: print(e)
