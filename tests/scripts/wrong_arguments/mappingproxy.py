# The methods of a mapping proxy with wrong arguments.
from _grid import grid

grid(lambda: type(int.__dict__)({1: 2}))
