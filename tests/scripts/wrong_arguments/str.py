# Every method of str with wrong arguments, narrow and wide.
from _grid import grid

grid(lambda: "abc a", lambda: "\u1234bc")
