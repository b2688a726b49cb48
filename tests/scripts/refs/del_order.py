"""Order of release: containers, frames, instances."""
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print(self.n, end=" ")
l = [N(1), N(2), N(3)]; del l; print("list")
t = (N(1), N(2), N(3)); del t; print("tuple")
d = {N(1): N(2), N(3): N(4)}; d.clear(); print("clear")
d = {"a": N(1), "b": N(2)}; del d; print("dict")
def f():
    b = N("b"); a = N("a"); c = N("c")
f(); print("frame")
class O: pass
o = O(); o.x = N("x"); o.y = N("y"); del o; print("instance")
nest = [[N(1), [N(2)]], N(3)]; del nest; print("nested")
a = N("a"); a = N("b"); a = None; print("rebind")
x = [N("i")] * 3; del x[0]; print("one of three"); del x; print("all")
def g(*args): pass
g(N("p"), N("q")); print("args")
e = N("e"), ; e = e + (N("f"),); del e; print("sum")
