# The methods of iterators with wrong arguments.
from _grid import grid

grid(lambda: enumerate("ab"), lambda: zip("ab"), lambda: map(len, ["a"]), lambda: filter(None, [1]),
     lambda: reversed([1, 2]), lambda: iter([1]), lambda: iter((1,)), lambda: iter("ab"), lambda: iter(b"ab"),
     lambda: iter({1: 2}), lambda: iter(range(3)), lambda: iter({1}), lambda: iter(len, 0), lambda: reversed({1: 2}))
