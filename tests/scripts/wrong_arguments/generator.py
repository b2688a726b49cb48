# The methods of a generator with wrong arguments.
from _grid import grid

grid(lambda: (i for i in (1, 2)), without={"__del__"})
