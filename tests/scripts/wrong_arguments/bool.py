# Every method of bool with wrong arguments.
from _grid import grid

grid(lambda: True)
