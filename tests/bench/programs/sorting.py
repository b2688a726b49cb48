"""Sorting with keys, merging, bisecting by hand, counting."""


class Row:
    def __init__(self, name, age, score):
        self.name, self.age, self.score = name, age, score

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


seed = 7


def rand(limit):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 8) % limit


def place(values, value):
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


rows = [Row("n%04d" % rand(5000), rand(90), rand(1000) / 8)
        for _ in range(8_000)]
by_score = sorted(rows, key=lambda row: (-row.score, row.name))
by_age = sorted(rows)
names = sorted({row.name for row in rows}, key=str.lower, reverse=True)
print(by_score[0].name, by_age[-1].age, names[:2], len(names))
kept = []
for _ in range(6_000):
    value = rand(100_000)
    kept.insert(place(kept, value), value)
print(kept == sorted(kept), sum(kept))
halves = [sorted(rand(1 << 30) for _ in range(20_000)) for _ in range(6)]
merged = []
for half in halves:
    merged.extend(half)
    merged.sort()
print(len(merged), merged[::20_000])
