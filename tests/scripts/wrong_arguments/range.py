# Every method of range with wrong arguments, small and large.
from _grid import grid

grid(lambda: range(0, 10, 3), lambda: range(2**70))
