# Every method of slice with wrong arguments.
from _grid import grid

grid(lambda: slice(1, 5, 2))
