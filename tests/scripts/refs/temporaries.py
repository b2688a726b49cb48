"""When the temporaries of an expression die."""
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("  free", self.n)
    def __add__(self, o): return N(self.n + "+" + o.n)
    def __getitem__(self, i): return N(self.n + "[" + str(i) + "]")
    def __call__(self, *a): return N(self.n + "()")
    def __lt__(self, o): return True
    @property
    def next(self): return N(self.n + ".next")
print("add", (N("a") + N("b")).n)
print("chain", N("c").next.next.n)
print("call", N("d")(N("e"))(1).n)
print("index", N("f")[0][1].n)
print("list", [N("g"), N("h")][1].n)
print("compare"); N("i") < N("j") < N("k")
print("conditional", (N("l") if N("m") else N("o")).n)
print("fstring", f"{N('p').n}{N('q').n}")
x = N("first"); x = N("second")
print("rebound")
def f(a, b): print("in f"); return a
f(N("r"), N("s")); print("after f")
r = f(N("t"), N("u")); print("kept", r.n)
del r
print("loop")
for y in (N("v") for _ in range(2)): pass
print("loop over"); del y
[N("w") for _ in range(2)]; print("comprehension")
d = {"k": N("old")}; d["k"] = N("new"); d.pop("k"); print("popped")
l = [N("x0"), N("x1"), N("x2")]; l[0:2] = [N("y")]; print("sliced")
del l; print("end")
