"""Depth: RecursionError, and afterwards all is well."""
import sys
def down(n): return 0 if n == 0 else 1 + down(n - 1)
print(down(900))
def forever(): return forever()
try: forever()
except RecursionError as e: print(e)
class R:
    def __repr__(self): return repr(self)
try: repr(R())
except RecursionError as e: print(str(e)[:32])
class G:
    def __getattr__(self, name): return getattr(self, name)
try: G().x
except RecursionError as e: print(str(e)[:32])
sys.setrecursionlimit(5000)
print(down(4500))
l = []
for _ in range(3): l = [l]
print(l)
a = []; a.append(a); print(a, a == a)
d = {}; d["d"] = d; print(d)
