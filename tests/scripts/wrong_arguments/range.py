# Every method of range with wrong arguments, small and large.
from _grid import grid

grid(lambda: range(0, 10, 3))
# These two look through the whole range for what is no int.
grid(lambda: range(2**70), without=("count", "index", "__contains__", "__iter__", "__reversed__", "__getitem__"))
