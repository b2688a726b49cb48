import gc
import sys


class Point:
    def __init__(self, x):
        self.x = x
        self.me = self


def busy(n):
    kept = []
    table = {"k": 0}
    for i in range(n):
        point = Point(i)
        kept.append(point if i % 50 == 0 else [i])
        table["k"] = i * 1000
    return kept, table


gc.collect()
kept, table = busy(3000)
print(gc.get_count(), gc.get_stats())
print(sys.getrefcount(table["k"]), sys.getrefcount(Point), len(kept))
