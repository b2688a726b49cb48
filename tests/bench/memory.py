"""Resident bytes an object of one kind takes: memory.py KIND COUNT.

The list that holds the objects is made before the first reading, and so does
not count."""
import gc
import sys


class Plain:
    def __init__(self, i):
        self.a = self.b = None


class Slotted:
    __slots__ = "a", "b"

    def __init__(self, i):
        self.a = self.b = None


MAKERS = {
    "int over 256": lambda i: i + 1000,
    "float": lambda i: i + 0.5,
    "empty list": lambda i: [],
    "list of three": lambda i: [None, True, i & 1],
    "2-tuple": lambda i: (None, i & 1),
    "empty dict": lambda i: {},
    "dict of three": lambda i: {"a": None, "b": None, "c": None},
    "instance of two": Plain,
    "slots of two": Slotted,
    "str of eight": lambda i: "%08d" % i,
    "set of three": lambda i: {None, True, i & 1 or 2},
}


def resident():
    with open("/proc/self/status") as lines:
        for line in lines:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024


def main():
    make, count = MAKERS[sys.argv[1]], int(sys.argv[2])
    gc.disable()
    hold = [None] * count
    before = resident()
    for i in range(count):
        hold[i] = make(i)
    print((resident() - before) / count)


main()
