# Every method of memoryview with wrong arguments.
from _grid import grid

grid(lambda: memoryview(b"abca"), without={"cast", "__getitem__", "__iter__"})
