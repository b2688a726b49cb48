# The methods of property, classmethod, staticmethod with wrong arguments.
from _grid import grid

grid(lambda: property(len), lambda: classmethod(len), lambda: staticmethod(len))
