"""What generators and frames keep alive."""
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("free", self.n)
def gen():
    x = N("x")
    try:
        yield 1
        y = N("y")
        yield 2
    finally: print("finally")
g = gen(); next(g); del g; print("one")
g = gen(); next(g); next(g); g.close(); print("two")
for v in gen(): print(v)
print("three")
def fail():
    z = N("z")
    raise ValueError
try: fail()
except ValueError as e: print("caught"); saved = e
print("still"); del saved; print("gone")
def outer():
    c = N("cell")
    def inner(): return c.n
    return inner
f = outer(); print(f()); del f
print("end")
