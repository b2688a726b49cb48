# Every method of bytes with wrong arguments.
from _grid import grid

grid(lambda: b"abc a")
