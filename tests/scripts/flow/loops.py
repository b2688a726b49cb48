"""for, while, else, break, continue, nested."""
for i in range(3):
    if i == 5: break
else: print("for else")
for i in []: pass
else: print("empty else", i)
n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
else: print("never")
print(n)
for i, (a, b) in enumerate([(1, 2), (3, 4)]): print(i, a, b)
for i in range(3):
    for j in range(3):
        if j == i: break
        print(i, j)
    else: print("inner done", i)
l = [1, 2, 3]
for x in l:
    if x == 2: l.append(9)
    if len(l) > 6: break
print(l, x)
d = {}
for d["k"] in range(3): pass
print(d)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), 2 in It(), max(It()), [*It()])
print(list(iter(iter([1, 2, 0, 3]).__next__, 0)), next(iter([]), "default"))
try: next(iter([]))
except StopIteration as e: print(repr(e))
total = 0
for i in range(1000):
    if i % 2: continue
    total += i
print(total)
