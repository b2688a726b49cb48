# importlib.reload: same module, same dict, old names kept.
import importlib
import sys
import types
import _reloaded
from _reloaded import f, C

space, old_class, old = _reloaded.__dict__, _reloaded.C, _reloaded
print(_reloaded.count)
_reloaded.extra = "kept"
again = importlib.reload(_reloaded)
print(again is _reloaded, _reloaded.__dict__ is space, _reloaded.count, _reloaded.extra, f(), _reloaded.f is f, C is old_class, _reloaded.C is C)
instance = C()
importlib.reload(_reloaded)
print(isinstance(instance, _reloaded.C), f.__globals__ is space, _reloaded.count)
for what in (5, types.ModuleType("not_there"), types.ModuleType("_reloaded"), "text"):
    try:
        importlib.reload(what)
    except Exception as e:
        print(type(e).__name__, e)
del sys.modules["_reloaded"]
try:
    importlib.reload(old)
except ImportError as e:
    print(e, e.name)
import _reloaded
print(_reloaded is old, _reloaded.count, old.count)
old_spec = _reloaded.__spec__
importlib.reload(_reloaded)
print(_reloaded.__spec__ is old_spec, _reloaded.__loader__ is old_spec.loader)
import _pack.inner
inner = _pack.inner
print(importlib.reload(_pack) is _pack, _pack.inner is inner)
print(importlib.reload(_pack.inner) is inner)
del sys.modules["_pack"]
try:
    importlib.reload(inner)
except ImportError as e:
    print(e, e.name)
m = importlib.reload(sys)
print(m is sys, importlib.import_module("sys") is sys)
importlib.invalidate_caches()
print(importlib.reload(importlib) is importlib)
