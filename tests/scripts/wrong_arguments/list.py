# Every method of list with wrong arguments.
from _grid import grid

grid(lambda: [3, 1, 2])
