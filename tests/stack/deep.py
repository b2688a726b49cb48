"""Recursion of every kind ends in RecursionError, however small the C stack is."""
import sys
sys.setrecursionlimit(100000)
class N:
    def __init__(self, d):
        self.next = N(d - 1) if d else None
    def __add__(self, o): return self + o
    def __repr__(self): return repr(self.next)
try: N(100000)
except RecursionError as e: print("N", e)
try: N(1) + 1
except RecursionError as e: print("add", str(e)[:32])
l = []
for _ in range(50000): l = [l]
try: repr(l)
except RecursionError as e: print("repr", str(e)[:32])
def g(n):
    if n:
        for v in g(n - 1): yield v
    else: yield 1
try: print(list(g(150000)))
except RecursionError as e: print("gen", str(e)[:32])
del l
print("end")
