# The methods of object with wrong arguments.
from _grid import grid

grid(lambda: object())
