"""Calls every method of a value with arguments of every kind, and tells."""
import re
import sys


class Index:
    def __index__(self):
        return 2


def arguments():
    return [None, 0, -1, 5, 2**70, 1.5, 1j, "a", "", b"a", b"", [1], [], (1, 2), (), {1: 2}, {}, {1},
            frozenset([1]), int, Index(), slice(1, 2), range(3), memoryview(b"ab"), bytearray(b"ab"),
            len, Exception("x")]


PAIRS = [(0, 0), (3, 7), (7, 3), (7, 7), (1, 2), (9, 9), (11, 13), (15, 15), (7, 9), (3, 3), (23, 24)]
MORE = [(1, 2, 3), (7, 7, 7), (7, 7, 1), (0, 0, 0), (1, 2, 3, 4)]
SKIPPED = {"__class__", "__init_subclass__", "__subclasshook__", "__reduce__", "__reduce_ex__", "__sizeof__",
           "__doc__", "__getstate__", "__dir__", "__text_signature__", "__hash__", "__repr__", "__str__", "__new__",
           "__getattribute__", "__delattr__", "__setattr__", "__alloc__", "__setstate__", "__weakref__", "__getformat__"}
LONG = {"__mul__", "__rmul__", "__imul__", "ljust", "rjust", "center", "zfill", "expandtabs", "__lshift__",
        "__rlshift__", "__pow__", "__rpow__", "to_bytes", "__rdivmod__"}


def plain(text):
    return re.sub("0x[0-9a-f]{6,}", "0x", text)


def call(make, name, numbers):
    value, given = make(), arguments()
    try:
        result = getattr(value, name)(*[given[n] for n in numbers])
        return f"{plain(repr(result)):.160} {type(result).__name__}"
    except BaseException as e:
        return f"{type(e).__name__}: {plain(str(e)):.200}"


def grid(*makers, without=()):
    for make in makers:
        print(type(make()).__name__)
        for name in dir(make()):
            if name in SKIPPED or name in without or not callable(getattr(make(), name, None)):
                continue
            print(name, call(make, name, ()))
            for n in range(len(arguments())):
                if n != 4 or name not in LONG:
                    print("   ", n, call(make, name, (n,)))
            for numbers in PAIRS + MORE:
                print("   ", *numbers, call(make, name, numbers))
    sys.stdout.flush()
