# The import machinery: what modules say of themselves, finders, loaders.
import json.decoder
import sys
import _helper

print(type(__loader__).__name__, __loader__.name, __spec__)
print(json.__spec__.name, json.__spec__.parent, json.__spec__.origin,
      json.__spec__.submodule_search_locations, json.__spec__.has_location)
print(type(json.decoder.__loader__).__name__, json.decoder.__spec__.parent)
print(json.__loader__ is json.__spec__.loader, json.__package__)
print(sys.__spec__, sys.__loader__)
print([getattr(f, "__name__", type(f).__name__) for f in sys.meta_path][-3:])
print(len(sys.path_hooks) >= 2, type(sys.path_importer_cache))

import importlib
import importlib.machinery
import importlib.util

print(importlib.import_module("json.encoder"))
print(importlib.import_module(".scanner", "json"))
print(importlib.util.find_spec("json.tool").origin)
print(importlib.util.find_spec("no_such_module"))
print(importlib.util.resolve_name("..x", "a.b.c"))
for name in ("nothing.here", "json.nothing", "sys.nothing"):
    try:
        importlib.import_module(name)
    except ImportError as e:
        print(type(e).__name__, e, e.name)
before = json.loads
print(importlib.reload(json) is json, json.loads is before)
print(importlib.machinery.all_suffixes()[0])
print(importlib.machinery.BuiltinImporter.find_spec("sys"))

import _bare.inner
print(repr(_bare)[:24], repr(_bare.__path__)[:15], _bare.__file__ if hasattr(_bare, "__file__")
      else None, _bare.inner.VALUE, _bare.__spec__.origin)


class Finder:
    def find_spec(self, name, path, target=None):
        if "_" in name and name[0] != "_":
            print("asked for", name, path)
        if name == "made_up":
            return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.answer = 42


sys.meta_path.insert(0, Finder())
import made_up
print(made_up.answer, made_up.__spec__.name, type(made_up.__loader__).__name__)
try:
    import really_not_there
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    from json import no_such_name
except ImportError as e:
    print(e, e.name)
sys.modules["halted"] = None
try:
    import halted
except ImportError as e:
    print(e, e.name)
try:
    import _broken
except Exception as e:
    t, names = e.__traceback__, []
    while t:
        names.append(t.tb_frame.f_code.co_name)
        t = t.tb_next
    print(type(e).__name__, names)

import pkgutil
print(sorted(m.name for m in pkgutil.iter_modules(json.__path__)))
print(pkgutil.get_data("json", "__init__.py")[:3])
print(pkgutil.resolve_name("json.decoder:JSONDecoder.decode").__qualname__)

import dataclasses
import inspect


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: float = 0.5


print(Point(1) < Point(1, 2), Point(3), dataclasses.asdict(Point(4)))
print(inspect.signature(Point), inspect.getmodule(json.loads) is json)
import _imp
print(_imp.is_builtin("sys"), _imp.is_builtin("time"), _imp.is_builtin("json"),
      _imp.is_frozen("zipimport"), _imp.lock_held(),
      _imp.source_hash(5, b"abc"), _imp.check_hash_based_pycs)
try:
    _imp.release_lock()
except RuntimeError as e:
    print(e)
_imp.acquire_lock()
print(_imp.lock_held())
_imp.release_lock()
try:
    _imp.get_frozen_object("nothing")
except ImportError as e:
    print(e, e.name)
