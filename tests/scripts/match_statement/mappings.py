"""Mapping patterns: keys of every kind, the rest, get() that is called, order."""
import collections
import types


def f(x):
    match x:
        case {"kind": "point", "x": x0, "y": y0}:
            return "point", x0, y0
        case {"kind": k, **rest}:
            return "kind", k, rest
        case {1: one, -2: two}:
            return one, two
        case {None: n}:
            return "none", n
        case {"a": {"b": [first, *_]}}:
            return "deep", first
        case {b"k": 1 | 2 as v}:
            return "alternative", v
        case {}:
            return "any mapping"
        case _:
            return "no"

for x in ({"kind": "point", "x": 1, "y": 2, "z": 3}, {"kind": "point", "x": 1},
          {1: "a", -2: "b"}, {True: "a", -2.0: "b"}, {None: 5},
          {"a": {"b": (7, 8)}}, {"a": {"b": []}}, {b"k": 2}, {b"k": 3}, {},
          [], "kind", {"kind"}, collections.OrderedDict(kind=1, o=2),
          types.MappingProxyType({"kind": "proxy"}),
          collections.defaultdict(int), collections.Counter("aab")):
    print(f(x))
d = collections.defaultdict(lambda: "made")
match d:
    case {"missing": x}:
        print("not here", x)
    case _:
        print("no item is made", dict(d))


class Loud(dict):
    def get(self, key, default=None):
        print("  get", key)
        return super().get(key, default)

    def keys(self):
        print("  keys")
        return super().keys()

    def __getitem__(self, key):
        print("  item", key)
        return super().__getitem__(key)

match Loud(a=1, b=2, c=3):
    case {"a": 1, "b": b, **rest}:
        print(b, rest, type(rest))


class Key:
    name = "a"


def dup():
    match {"a": 1}:
        case {Key.name: x, "a": y}:
            return x, y
try:
    dup()
except ValueError as e:
    print(e)
