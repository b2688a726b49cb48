"""Built-in functions and their errors."""
print(abs(-1), all([1, 0]), any([0, 1]), bin(5), callable(len), chr(97), divmod(7, 3), hex(255), oct(8), ord("a"), pow(2, 10), round(2.567, 1))
print(len("abc"), max(1, 3, 2), min([4, 2]), max([], default="d"), min("b", "a", key=ord), sum([1, 2], 10), sum([[1], [2]], []), sorted([2, 1]))
print(isinstance(1, (str, int)), isinstance(True, int), issubclass(bool, int), type(1), type("a").__name__, repr("x"), hash(7), id(1) == id(1))
print(list(map(int, "123")), list(filter(str.isdigit, "a1b2")), list(zip([1], "a")), dict(zip("ab", [1, 2])), tuple(reversed([1, 2])), next(iter("q")))
print(eval("1 + 2"), eval("x * 2", {"x": 21}), exec("y = 5"), y, eval(compile("3 * 3", "<s>", "eval")), sorted(vars(type("T", (), {"a": 1})()).items()))
ns = {}; exec("def f(n): return n + 1\nz = f(1)", ns); print(ns["z"], ns["f"](5))
for bad in (lambda: len(5), lambda: abs("a"), lambda: sum("ab"), lambda: sum(["a"]), lambda: max(), lambda: max([]), lambda: int([]), lambda: ord(1), lambda: chr("a"), lambda: round("a"), lambda: sorted(5), lambda: iter(5), lambda: isinstance(1, 5), lambda: getattr(1, "nope"), lambda: eval("1 +"), lambda: next(5), lambda: pow(2, -1, 4), lambda: hash([]), lambda: range("a"), lambda: sorted([1, "a"]), lambda: min(1), lambda: print(end=5), lambda: "a".foo(), lambda: type(1, 2), lambda: super(), lambda: open(), lambda: enumerate(), lambda: reversed({1}), lambda: bytes(-1), lambda: divmod(1, 0)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(1, 2, sep=", ", end="!\n"); print(); print("a", None, [1], sep="")
print(globals()["__name__"], "ns" in dir(), locals() is globals(), callable(print), print.__name__, len.__doc__ is not None)
def f(a, b=2):
    "doc"
    c = 3
    return locals()
print(f(1), f.__name__, f.__doc__, f.__code__.co_varnames, f.__code__.co_argcount, f.__qualname__, f.__defaults__)
f.attr = 5; print(f.attr, f.__dict__)
