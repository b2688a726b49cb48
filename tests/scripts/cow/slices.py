"""Large slices share the array of their list: counts and frees stay exact."""
import gc
import sys

gc.disable()  # collections are asked for
log = []


class Item:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        log.append(self.number)


def told(what):
    runs = []
    for n in log:
        if runs and abs(n - runs[-1][-1]) == 1 and len(runs[-1]) < 3:
            runs[-1].append(n)
        elif runs and abs(n - runs[-1][-1]) == 1:
            runs[-1][-1] = n
        else:
            runs.append([n])
    print(what, len(log), runs)
    log.clear()


def make(n=3000):
    return [Item(i) for i in range(n)]


a = make()
b = a[100:2900]
c = b[1000:2000]
d = a[:1500]
e = b[:]
print([sys.getrefcount(a[i]) for i in (0, 99, 100, 1099, 1100, 1499, 1500,
                                      2099, 2100, 2899, 2900, 2999)])
del a
told("the whole dies, its parts live")
print([sys.getrefcount(b[i]) for i in (0, 999, 1000, 1999, 2000, -1)])
del b
told("a part dies")
e.append(None)
told("a part grows")
del d
told("another dies")
c[0] = None
told("a part is written")
del e
told("a part of all dies")
del c
told("the last one")

a = make()
b = a[10:2010]
a[5] = None
told("the whole is written")
a.clear()
told("the whole is cleared")
b.reverse()
told("a part is reversed")
b[:] = []
told("a part is emptied")

a = make()
b, c = a[:2000], a[1000:]
a.sort(key=lambda x: -x.number)
print(b[0].number, c[0].number, a[0].number, sys.getrefcount(a[1500]))
del a, b
told("sorted and gone")
del c
told("the rest")

# cycles
a = make(1200)
b = a[100:1100]
a[500].whole, a[501].part = a, b
del a
print(gc.collect() > 0)
told("held by a part from outside")
del b
print(gc.collect() > 0)
told("a cycle through a part")

a = make(1200)
a[3].whole = a
a[4].part = a[600:]
gc.collect()
b = a[100:700]
gc.collect(0)
told("young part of an old list")
del a
gc.collect(0)
told("still held")
print(sys.getrefcount(b[0]), len(gc.get_referrers(b[0])))
del b
gc.collect()
told("no more")

# a finalizer that writes to the part while the whole dies
part = None


class Meddler(Item):
    def __del__(self):
        Item.__del__(self)
        if part:
            part.pop()


a = [Meddler(i) for i in range(1000)]
part = a[:600]
del a
told("meddled")
print(len(part))
part = None
told("rest")

# bytearrays
b = bytearray(range(256)) * 40
c, d = b[100:9000], b[:5000]
e = c[1000:7000]
b[150] = 1
print(c[50], d[150], b[150], e[0])
del d[:10]
b = bytearray(c)
f = b[10:-10]
del b, c
e.reverse()
print(f[:4], e[:4], len(e), len(f), sum(f), sum(e))
b = f[:]
f += b"1"
g = b[5:8005]
b.clear()
print(len(b), g[:3], sys.getsizeof(g) - sys.getsizeof(bytearray()))
m = memoryview(g)
h = g[:4000]
m[0] = 200
print(g[0], h[0])
