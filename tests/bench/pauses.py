"""Milliseconds of one full collection, or of building: pauses.py KIND COUNT."""
import gc
import sys
import time


class Plain:
    def __init__(self):
        self.a = self.b = None


def lists(count):
    return [[] for _ in range(count)]


def links(count):
    """Instances that refer to two others anywhere."""
    nodes, seed = [Plain() for _ in range(count)], 1
    for node in nodes:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        node.a = nodes[seed % count]
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        node.b = nodes[seed % count]
    return nodes


def dead(count):
    for _ in range(count // 2):
        a = []
        b = [a]
        a.append(b)


def build(count):
    return [Plain() for _ in range(count)]


def timed(work, *arguments):
    start = time.perf_counter()
    hold = work(*arguments)
    print((time.perf_counter() - start) * 1e3, flush=True)
    return hold


def main():
    kind, count = globals()[sys.argv[1]], int(sys.argv[2])
    if kind is build:
        hold = timed(kind, count)
    else:
        gc.disable()
        hold = kind(count)
        timed(gc.collect)
    return hold


main()
