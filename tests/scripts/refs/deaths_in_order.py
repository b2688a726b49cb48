# When objects die: assignments, calls, loops, returns, exceptions, containers.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class D:
    def __init__(self, n): self.n = n
    def __del__(self): print(f"  -{self.n}", end="")
    def __getattr__(self, n): return D(f"{self.n}.{n}")
    def __add__(self, o): return D(f"{self.n}+{getattr(o, 'n', o)}")
    def __getitem__(self, k): return D(f"{self.n}[{k}]")
    def __enter__(self): return self
    def __exit__(self, *a): print(f" exit {self.n}", end="")
    def __iter__(self): return iter([D("i1"), D("i2")])
    def __bool__(self): return True
    def __lt__(self, o): return D("lt")
    def m(self, *a): return D("m")
def say(t): print(f"  [{t}]")
x = D("a"); x = D("b"); say("reassigned")
x = y = D("c"); del x; say("one of two"); y = 1; say("both")
D("temp"); say("statement")
D("l") + D("r"); say("operands")
(D("o").attr).deep; say("chain")
D("s")[D("k").n]; say("subscript")
[D(1), D(2), D(3)]; say("list")
(D(1), D(2)); say("tuple")
{D("k"): D("v")}; say("dict")
{D("only")}; say("set")
D("f").m(D("arg1"), D("arg2")); say("call")
def f(a, b=None): c = D("local"); return a
f(D("p"), D("q")); say("function")
z = f(D("kept")); say("returned"); del z; say("deleted")
def early():
    a = D("first"); b = D("second")
    return None
early(); say("locals in order")
for v in D("iterated"): print(" body", end="")
say("loop"); v = 0; say("target")
with D("manager") as w: pass
say("with"); w = 0; say("as name")
D("cond") if D("test") else 0; say("if expression")
D("and") and D("last"); say("and")
D("x") < D("y") < D("z"); say("comparison")
lst = [D("0"), D("1"), D("2")]; lst[0] = D("new"); say("item set"); del lst[1]; say("item del"); lst[:] = []; say("slice"); lst = None
dct = {"a": D("va"), "b": D("vb")}; dct["a"] = 1; say("value replaced"); dct.pop("b"); say("popped"); dct.clear()
dct = {i: D(i) for i in range(3)}; dct.clear(); say("dict cleared")
try: raise ValueError(D("in exception"))
except ValueError as e: say("handler")
say("handler left")
def raises(): loc = D("in frame"); raise KeyError
try: raises()
except KeyError: say("frame kept")
say("frame gone")
g = (D("g") for _ in "ab"); next(g); say("generated"); del g; say("generator gone")
def gen():
    a = D("gen local")
    yield 1
it = gen(); next(it); it.close(); say("closed")
lam = (lambda d=D("default"): d); say("made"); del lam; say("lambda gone")
class C: attr = D("class attr"); other = D("other")
C.attr = None; say("attribute"); del C; import gc; gc.collect(); say("class gone")
a, b = D("ta"), D("tb"); a, b = b, a; say("swapped"); a = b = 0; say("both gone")
q = [D("cyc")]; q.append(q); del q; say("cycle"); gc.collect(); say("collected")
x = D("aug"); x += 1; say("augmented"); x = 0; say("")
f"{D('formatted').n} {D('second').n}"; say("f-string")
print(*[D("starred").n]); say("star call")
[*[D("spread")]]; say("spread")
match D("subject"):
    case D(n="no"): pass
    case _: print(" default", end="")
say("match"); keep = D("at exit"); late = [D("in list at exit")]
