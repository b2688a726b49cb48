# builtins.__import__ replaced; meta_path; what IMPORT statements ask for.
import builtins
import os.path
import string
import sys
import warnings

original = builtins.__import__
log = []


def tracing(name, globals=None, locals=None, fromlist=(), level=0):
    log.append((name, globals is not None and globals.get("__name__"), locals is not None, fromlist, level))
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = tracing
import string
import os.path
import os.path as p
from os import sep as s, path
from os.path import *
import sys as a, string as b
def inside():
    import string
inside()
try:
    from . import nothing
except ImportError:
    pass
try:
    from ..pkg.mod import nothing as n
except ImportError:
    pass
class C:
    import string
builtins.__import__ = original
for row in log: print(row)
space = {"__builtins__": {"__import__": lambda *args: ("fake", len(args), args[0], args[3:])}}
exec("import a.b.c; x = a\nimport d as y\nimport d.e as z" .split("\nimport d.e")[0], space)
print(space["x"], space["y"])
for source in ("import d.e as z", "from m import n", "from m import *"):
    try:
        exec(source, space)
        print(source, sorted(k for k in space if k != "__builtins__"))
    except (ImportError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    exec("import x", {"__builtins__": {}})
except ImportError as e:
    print(e, e.name)


class Recorder:
    def find_spec(self, name, path, target=None):
        print("find", name, path if path is None else len(path), target)


class Failing:
    def find_spec(self, name, path, target=None):
        if name == "wanted": raise LookupError("finder")


class Old:
    pass


sys.meta_path[:0] = [Recorder(), Failing(), Old()]
for name in ("nowhere", "nowhere.sub", "_pack", "_pack.inner", "_pack.nowhere", "wanted", "sys"):
    try:
        print(__import__(name).__name__)
    except Exception as e:
        print(type(e).__name__, e)
saved = sys.meta_path[:]
del sys.meta_path[:]
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    try:
        import not_found
    except ImportError as e:
        print(e)
print([str(w.message) for w in seen])
sys.meta_path = saved
