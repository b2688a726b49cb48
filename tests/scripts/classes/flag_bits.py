"""The bits of __flags__ that say what kind of class it is."""
import array
import collections
import collections.abc
import types

BITS = 5, 6, 8, 9, 10, 12, 14, 20, 24, 25, 26, 27, 28, 29, 30, 31


class Abstract(collections.abc.Sequence):
    pass


class Mine(dict):
    pass


for cls in (int, str, list, tuple, dict, bytes, bytearray, set, object, type,
            Exception, bool, range, memoryview, collections.deque, float,
            collections.OrderedDict, collections.defaultdict,
            types.MappingProxyType, types.FunctionType, Abstract, Mine,
            collections.abc.Mapping):
    print(cls, [b for b in BITS if cls.__flags__ >> b & 1])
print([b for b in BITS[:2] if array.array.__flags__ >> b & 1])

try:
    class Both(collections.abc.Collection):
        __abc_tpflags__ = (collections.abc.Sequence.__flags__ |
                           collections.abc.Mapping.__flags__)
except TypeError as e:
    print(e)
