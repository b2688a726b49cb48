"""What is freed at the end, and when."""
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("free", self.n)
a = N("a")
b = [N("b0"), N("b1")]
def f():
    x = N("local x"); y = N("local y")
    print("in f")
f()
class K: attr = N("class attr")
c = N("c"); c.self = c
print("last line")
