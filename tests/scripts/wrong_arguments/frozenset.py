# Every method of frozenset with wrong arguments.
from _grid import grid

grid(lambda: frozenset([3, 1]))
