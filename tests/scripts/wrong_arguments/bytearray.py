# Every method of bytearray with wrong arguments.
from _grid import grid

grid(lambda: bytearray(b"abc a"), without={"__setitem__"})
