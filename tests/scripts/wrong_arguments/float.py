# Every method of float with wrong arguments.
from _grid import grid

grid(lambda: 1.5)
