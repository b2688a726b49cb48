"""Scripts that C code calls, which scripts call through operators, attributes,
subscripts, built-ins: the recursion limit alone says how deep they go."""
import functools
import sys

sys.setrecursionlimit(1000000)
DEEP = 20000


class Number:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return Number(self.n - 1) + other if self.n else other

    def __radd__(self, other):
        return other + Number(self.n - 1) if self.n else DEEP

    def __eq__(self, other):
        return Number(self.n - 1) == other if self.n else True

    def __lt__(self, other):
        return Number(self.n - 1) < other if self.n else True

    def __getitem__(self, at):
        return Number(self.n - 1)[at] + 1 if self.n else 0

    def __getattr__(self, name):
        return Number(self.n - 1).depth + 1 if self.n else 0

    def __len__(self):
        return len(Number(self.n - 1)) + 1 if self.n else 0

    def __bool__(self):
        return not Number(self.n - 1) if self.n else True

    def __repr__(self):
        return repr(Number(self.n - 1)) if self.n else "deep"

    def __hash__(self):
        return hash(Number(self.n - 1)) + 1 if self.n else 0

    def __contains__(self, item):
        return item in Number(self.n - 1) if self.n else True

    def __enter__(self):
        if not self.n:
            return 0
        with Number(self.n - 1) as depth:
            return depth + 1

    def __exit__(self, *exception):
        pass

    def __iter__(self):
        return iter(Number(self.n - 1)) if self.n else iter("deep")

    @property
    def height(self):
        return Number(self.n - 1).height + 1 if self.n else 0


class Chain:
    def __init__(self, n):
        self.n = n

    def __next__(self):
        return next(Chain(self.n - 1)) + 1 if self.n else 0


class Ending:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        global ends
        ends += 1
        if self.n:
            Ending(self.n - 1)


def mapped(n):
    return next(map(mapped, [n - 1])) + 1 if n else 0


def keyed(n):
    return max([n - 1], key=keyed) and deep if n else 0


def folded(n, _=None):
    return functools.reduce(folded, [n - 1, 0]) + 1 if n else 0


def executed(n):
    exec("depth = executed(n - 1) + 1 if n else 0", globals() | {"n": n}, out)
    return out["depth"]


def report(name, depth, expected=DEEP):
    print(name, depth == expected)


out = {}
deep = DEEP
ends = 0
report("add", Number(DEEP) + DEEP)
report("radd", DEEP + Number(DEEP))
report("eq", Number(DEEP) == 1, True)
report("lt", Number(DEEP) < 1, True)
report("getitem", Number(DEEP)[0])
report("getattr", Number(DEEP).depth)
report("len", len(Number(DEEP)))
report("bool", bool(Number(DEEP)), True)
report("repr", repr(Number(DEEP)), "deep")
report("hash", hash(Number(DEEP)))
report("contains", 1 in Number(DEEP), True)
report("iter", list(Number(DEEP)), list("deep"))
report("property", Number(DEEP).height)
with Number(DEEP) as depth:
    report("with", depth)
report("next", next(Chain(DEEP)))
Ending(DEEP)
report("del", ends, DEEP + 1)
report("map", mapped(DEEP))
report("key", keyed(DEEP))
report("reduce", folded(DEEP))
report("exec", executed(DEEP))


class Forever:
    def __eq__(self, other):
        return self == other


sys.setrecursionlimit(30000)
try:
    Forever() == 1
except RecursionError as error:
    print(error)
print("end")
