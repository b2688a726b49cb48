# Every method of the views of a dict with wrong arguments.
from _grid import grid

grid(lambda: {1: 2}.keys(), lambda: {1: 2}.items(), lambda: {1: 2}.values())
