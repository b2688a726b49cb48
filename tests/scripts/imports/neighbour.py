"""import of a .py file beside the script, and of packages."""
import sys
import _helper
from _helper import value, double as twice
import _helper as again
print(_helper.value, value, twice(4), again is _helper, "_helper" in sys.modules, _helper.__name__)
_helper.value = 99
print(again.value, value)
import _pack.inner
from _pack import inner, name
from _pack.inner import up
print(_pack.inner.text, inner is _pack.inner, name, up(), _pack.__name__, _pack.inner.__package__)
try: import no_such_module
except ModuleNotFoundError as e: print(e, e.name)
try: from _helper import nothing
except ImportError as e: print(str(e).split(" (")[0])
try: import _pack.missing
except ImportError as e: print(e)
try: import _broken
except ZeroDivisionError as e: print("broken", "_broken" in sys.modules)
from _helper import *
print(exported, "hidden" in globals())
print(__name__, _helper.count())
# What a listed submodule itself lacks is told as it is.
for _ in range(2):
    try: from _pack import needs_missing
    except ImportError as e: print(type(e).__name__, e, e.name)
try: from _pack import not_there_at_all
except ImportError as e: print(type(e).__name__, str(e).split(" (")[0])
sys.modules["_pack.blocked"] = None
try: from _pack import blocked
except ImportError as e: print(type(e).__name__, e, e.name)
