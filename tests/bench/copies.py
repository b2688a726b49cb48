"""Copying a list of a million items a thousand times, and asking for the count
of one of its items a million times; `heapstep run` it beside CPython, and with
--copy-on-write=off."""
import sys
import time


def timed(what, times, work):
    start = time.perf_counter()
    for i in range(times):
        work()
    print("%-34s %8.3f s" % (what, time.perf_counter() - start))


items = [object() for i in range(1000000)]
timed("copy a million items, 1000 times", 1000, lambda: items[:])
timed("half of them, 1000 times", 1000, lambda: items[:500000])
kept = items[:]
timed("count of an item, a million times", 1000000,
      lambda: sys.getrefcount(items[7]))
table = dict.fromkeys(range(100000))
timed("copy a dict of 100000, 1000 times", 1000, table.copy)
numbers = set(range(100000))
timed("copy a set of 100000, 1000 times", 1000, numbers.copy)
for size in (16, 64, 128, 512):
    short = items[:size]
    short.append(0)
    timed("copy %d items, 100000 times" % size, 100000, lambda: short[:])


def write():
    copy = items[:]
    copy[5] = None


timed("copy a million and write, 20 times", 20, write)
