# Every method of set with wrong arguments.
from _grid import grid

grid(lambda: {3, 1})
