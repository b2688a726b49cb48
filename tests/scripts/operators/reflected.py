"""Which operand is asked first."""
class Base:
    def __init__(self, n): self.n = n
    def __add__(self, o): print("Base.__add__"); return NotImplemented
    def __radd__(self, o): print("Base.__radd__"); return "radd"
    def __lt__(self, o): print("Base.__lt__"); return NotImplemented
    def __gt__(self, o): print("Base.__gt__"); return True
class Derived(Base):
    def __radd__(self, o): print("Derived.__radd__"); return "derived radd"
print(1 + Base(1))
print(Base(1) + Derived(2))
try: Base(1) + 1
except TypeError as e: print(e)
print(Base(1) < Base(2), Base(1) < Derived(1))
class I:
    def __init__(self): self.log = []
    def __iadd__(self, o): self.log.append(o); return self
    def __imul__(self, o): return NotImplemented
    def __mul__(self, o): return ("mul", o)
i = j = I()
i += 1; i += 2
print(i is j, i.log)
i *= 3
print(i)
for bad in (lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: [] * "a", lambda: {} | 1, lambda: -"a", lambda: ~1.0, lambda: "a" % (1, 2), lambda: 3 @ 4):
    try: bad()
    except TypeError as e: print(e)
