# Every method of dict with wrong arguments.
from _grid import grid

grid(lambda: {1: 2, 3: 4})
