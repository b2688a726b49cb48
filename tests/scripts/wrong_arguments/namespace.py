# The methods of a simple namespace with wrong arguments.
from _grid import grid

grid(lambda: type(__import__("sys").implementation)(a=1))
