# Every method of complex with wrong arguments.
from _grid import grid

grid(lambda: 1.5 + 2j)
