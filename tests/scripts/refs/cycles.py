"""Garbage in cycles, and what collect() returns."""
import gc
gc.collect()
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a, b = N("a"), N("b")
a.o, b.o = b, a
del a, b
print("dropped")
print(gc.collect())
l = []; l.append(l); del l
print(gc.collect())
x = []; y = [x]; x.append(y); x.append({"k": x})
del x, y
print(gc.collect(), gc.garbage)
class Lazarus:
    def __del__(self):
        global saved
        saved = self
z = Lazarus(); z.me = z; del z
gc.collect(); print(saved.me is saved)
saved.me = None; del saved
print("saved" in globals(), gc.isenabled(), gc.get_threshold())
gc.disable(); print(gc.isenabled()); gc.enable()
print(gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked(()), gc.is_tracked({}), gc.is_tracked({1: []}), gc.is_tracked((1, [])))
