# The methods of exceptions with wrong arguments.
from _grid import grid

grid(lambda: ValueError(1, 2), lambda: OSError(1, "x"), lambda: KeyError("k"), lambda: StopIteration(3),
     lambda: UnicodeDecodeError("a", b"b", 0, 1, "r"), lambda: ImportError("m", name="n"),
     lambda: AttributeError("m"), lambda: NameError("m"), lambda: SystemExit(3))
