# Modules of a package that import each other.
import sys

import _cycle.a
from _cycle import a, b
print(a.second, b.seen, sorted(n for n in sys.modules if n.startswith("_cycle")))
import _cycle.whole
print(_cycle.other.late(), _cycle.other.thing)
for _ in range(2):
    try:
        import _cycle.fails
    except ImportError as e:
        print(str(e).split(" (/")[0], "|", e.name, e.path.rsplit("/", 1)[1])
    print(sorted(n for n in sys.modules if n.startswith("_cycle.f")), hasattr(_cycle, "fails"), hasattr(_cycle, "fails_too"))
_cycle.a.__spec__._initializing = True
try:
    _cycle.a.nothing
except AttributeError as e:
    print(e)
try:
    from _cycle.a import nothing
except ImportError as e:
    print(str(e).split(" (/")[0])
