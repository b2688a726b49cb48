# Every method of int with wrong arguments, small and large.
from _grid import grid

grid(lambda: 5, lambda: -(2**70))
