# The methods of functions and methods with wrong arguments.
from _grid import grid

grid(lambda: len, lambda: [].append, lambda: str.join, lambda: (1).__add__, lambda: int.__add__,
     lambda: lambda: 0, without={"__call__", "__get__"})
