# Every method of a union of types with wrong arguments.
from _grid import grid

grid(lambda: int | str, without={"__getitem__"})
