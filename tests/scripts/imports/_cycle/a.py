import sys
print("a begins", "_cycle.a" in sys.modules, hasattr(sys.modules["_cycle"], "a"))
first = 1
from . import b
second = 2
print("a ends", b.seen)
