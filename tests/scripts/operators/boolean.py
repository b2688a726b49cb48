"""and, or, not give operands; truth of everything."""
print(1 and 2, 0 and 2, 1 or 2, 0 or "", [] or {} or ())
print(not [], not [0], bool(""), bool(" "), bool(0.0), bool(range(0)), bool(None))
class T:
    def __init__(self, v): self.v = v
    def __bool__(self): print("bool", self.v); return self.v
class L:
    def __len__(self): print("len"); return 0
t, f = T(True), T(False)
print((t and f) is f, (f and t) is f, (t or f) is t, (f or t) is t)
print(not L(), "yes" if L() else "no")
class B:
    def __bool__(self): return 1
try: bool(B())
except TypeError as e: print(e)
print([x for x in range(10) if x % 2 and x % 3 or x == 4])
while t and f: pass
if not (f or f): print("end")
