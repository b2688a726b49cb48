# Packages in packages: what is imported when, what is bound where.
import sys

import _deep.mid.low.leaf
print(_deep.mid.low.leaf.LEVEL, _deep.mid.low.leaf.MID, _deep.mid.LEVEL, _deep.mid.low.AGAIN, _deep.mid.low.leaf.low is _deep.mid.low)
print(sorted(n for n in sys.modules if n.startswith("_deep")))
import _deep.mid.low as low, _deep.mid as mid
print(low.__name__, mid.__name__, low is mid.low)
from _deep.mid import low as other, LEVEL
print(other is low, LEVEL)
from _deep.mid.low.leaf import low as third
print(third is low)
del _deep.mid.low
try:
    _deep.mid.low
except AttributeError as e:
    print(e)
import _deep.mid.low
print(hasattr(_deep.mid, "low"))
from _deep.mid import low
print(low.__name__)
try:
    import _deep.mid.low as gone
    print(gone.__name__)
except AttributeError as e:
    print(e)
for m in ("_deep", "_deep.mid", "_deep.mid.low", "_deep.mid.low.leaf"):
    module = sys.modules.pop(m)
    print(m, module.__package__, module.__spec__.parent, module.__spec__.name, hasattr(module, "__path__"), module.__file__.rsplit("/", 2)[-2:],
          module.__doc__)
try:
    import _deep.nothing
except ModuleNotFoundError as e:
    print(e, e.name, e.path)
try:
    import _deep.mid.low.leaf.beyond
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    from _deep.mid import nothing
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0], e.name, e.path.rsplit("/", 2)[-2:])
try:
    import _deep.mid.nothing.more
except ImportError as e:
    print(type(e).__name__, e, e.name)
print(sorted(n for n in sys.modules if n.startswith("_deep")))
