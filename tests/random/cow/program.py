"""A random program about containers: copies, changes, cycles, finalizers.

program.py SEED STEPS [gc]: with gc, automatic collections happen and their
number is told, so that only runs of one interpreter can be compared.  What it
prints is the same whether copies share their arrays or not: counts, frees in
their order, what collections found.
"""
import copy
import gc
import sys

seed, steps = int(sys.argv[1]), int(sys.argv[2])
automatic = sys.argv[3:] == ["gc"]
state = seed * 2654435761 % 2**32 + 1


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


freed = []
pool = [None] * 10
in_finalizer = 0


class Item:
    """Equal by number; some meddle when they die or are compared."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number % 97

    def __eq__(self, other):
        if self.number % 41 == 0:
            meddle(self.number)
        return isinstance(other, Item) and self.number == other.number

    def __lt__(self, other):
        if self.number % 53 == 0:
            meddle(self.number)
        return self.number < other.number

    def __del__(self):
        freed.append(self.number)
        if self.number % 23 == 0:
            meddle(self.number)

    def __repr__(self):
        return "I%d" % self.number


made = 0


def item():
    global made
    made += 1
    return Item(made)


def size():
    return (1, 3, 31, 33, 63, 64, 65, 100, 150, 900)[rnd(10)]


def meddle(number):
    """A change in the middle of something else."""
    global in_finalizer
    if in_finalizer > 2:
        return
    in_finalizer += 1
    try:
        change(pool[number % len(pool)])
        if number % 2:
            pool[number // 2 % len(pool)] = copy_of(pool[number % len(pool)])
    except Exception as e:
        print("  meddled", type(e).__name__)
    in_finalizer -= 1


def new():
    kind = rnd(7)
    n = size()
    if kind == 0:
        return [item() for i in range(n)]
    if kind == 1:
        return {item(): item() for i in range(n)}
    if kind == 2:
        return {item() for i in range(n)}
    if kind == 3:
        return frozenset([item() for i in range(n)])
    if kind == 4:
        return bytearray(n * 40)
    if kind == 5:
        return bytes(i & 255 for i in range(n * 40))
    one = item()
    return [one] * n if rnd(2) else {i * 3: one for i in range(n)}


def copy_of(c):
    way = rnd(3)
    if isinstance(c, (list, bytearray, bytes)) and rnd(2):
        return c[rnd(len(c) // 6 + 1):len(c) - rnd(len(c) // 6 + 1)]
    if isinstance(c, list):
        return c[:] if way == 0 else c.copy() if way == 1 else list(c)
    if isinstance(c, dict):
        return c.copy() if way == 0 else dict(c) if way == 1 else {**c}
    if isinstance(c, (set, frozenset)):
        return c.copy() if way == 0 else set(c) if way == 1 else frozenset(c)
    if isinstance(c, bytearray):
        return c[:] if way == 0 else c.copy() if way == 1 else bytearray(c)
    return copy.copy(c)


def place(c):
    return rnd(len(c) + 1) - 1


def change_list(c):
    op = rnd(16)
    if op == 0:
        c.append(item())
    elif op == 1:
        c[place(c)] = item()
    elif op == 2:
        c.pop()
    elif op == 3:
        c.pop(place(c))
    elif op == 4:
        c.insert(place(c), item())
    elif op == 5:
        del c[place(c)]
    elif op == 6:
        del c[place(c):place(c)]
    elif op == 7:
        c[place(c):place(c)] = [item(), item()]
    elif op == 8:
        c.reverse()
    elif op == 9:
        c.sort(key=lambda x: x.number if isinstance(x, Item) else 0)
    elif op == 10:
        c.clear()
    elif op == 11:
        c.extend(c[:3])
    elif op == 12:
        c *= rnd(3)
        del c[1500:]
    elif op == 13:
        del c[::rnd(3) + 2]
    elif op == 14:
        c.append(pool[rnd(len(pool))])
    else:
        c.remove(Item(rnd(made + 1)))


def change_dict(c):
    op = rnd(9)
    keys = list(c)
    if op == 0:
        c[item()] = item()
    elif op == 1:
        c[keys[place(keys)]] = item()
    elif op == 2:
        del c[keys[place(keys)]]
    elif op == 3:
        c.popitem()
    elif op == 4:
        c.pop(keys[place(keys)], None)
    elif op == 5:
        c.clear()
    elif op == 6:
        c.setdefault(Item(rnd(made + 1)), 0)
    elif op == 7:
        c.update({item(): pool[rnd(len(pool))]})
    else:
        c |= {rnd(300): item()}


def change_set(c):
    op = rnd(7)
    if op == 0:
        c.add(item())
    elif op == 1:
        c.discard(Item(rnd(made + 1)))
    elif op == 2:
        c.pop()
    elif op == 3:
        c.clear()
    elif op == 4:
        c.update([item(), item()])
    elif op == 5:
        c.remove(Item(rnd(made + 1)))
    else:
        c.add(rnd(1000) * 1001)


def change_bytes(c):
    op = rnd(8)
    if op == 0:
        c.append(rnd(256))
    elif op == 1:
        c[place(c)] = rnd(256)
    elif op == 2:
        c.pop()
    elif op == 3:
        del c[place(c):place(c)]
    elif op == 4:
        c[1:2] = b"some bytes"
    elif op == 5:
        c.reverse()
    elif op == 6:
        memoryview(c)[0] = rnd(256)
    else:
        c += b"more"


def change(c):
    if isinstance(c, list):
        change_list(c)
    elif isinstance(c, dict):
        change_dict(c)
    elif isinstance(c, set):
        change_set(c)
    elif isinstance(c, bytearray):
        change_bytes(c)


def count(c):
    """Counts of items, and of one three containers may hold."""
    if isinstance(c, dict):
        c = list(c.values())
    if not isinstance(c, (list, set, frozenset)):
        return None
    counts = []
    for o in c:
        counts.append(sys.getrefcount(o) if isinstance(o, Item) else 0)
        if len(counts) == 6:
            break
    return counts


def show(c):
    if isinstance(c, dict):
        return [(k, type(v).__name__) for k, v in list(c.items())[:4]]
    if isinstance(c, (bytearray, bytes)):
        return bytes(c[:12]), sum(c)
    if c is None:
        return None
    return [o if isinstance(o, (Item, int)) else type(o).__name__
            for o in list(c)[:5]]


def step(number):
    op = rnd(20)
    i, k = rnd(len(pool)), rnd(len(pool))
    what = ""
    try:
        if op < 2:
            pool[i] = new()
        elif op < 8:
            pool[i] = copy_of(pool[k])
        elif op < 14:
            change(pool[i])
        elif op == 14:
            pool[i] = None
        elif op < 18:
            what = count(pool[i])
        elif op == 18:
            what = pool[i] == pool[k]
        else:
            what = gc.collect(rnd(3))
    except Exception as e:
        what = type(e).__name__
    c = pool[i]
    print(number, op, i, k, type(c).__name__, c is not None and len(c), what,
          show(c), freed[:])
    freed.clear()


if automatic:
    gc.set_threshold(40, 3, 3)
else:
    gc.disable()
for number in range(steps):
    step(number)
    if number % 50 == 0:
        print(sorted(count(c) or [0] for c in pool))
if automatic:
    print(gc.get_stats())
gc.enable()
gc.collect()
in_finalizer = 9
pool.clear()
print(gc.collect(), freed)
freed = type("Mute", (), {"append": lambda self, n: None})()
