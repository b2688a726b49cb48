# from module import *: __all__, underscores, odd modules.
import sys
import types


def star(name):
    space = {}
    try:
        exec(f"from {name} import *", space)
    except Exception as e:
        print(name, type(e).__name__, "|", e)
    space.pop("__builtins__")
    print(name, {k: v if isinstance(v, (int, str)) else type(v).__name__ for k, v in space.items()})


for name in ("_star", "_star.plain", "_star.bad_all", "_star.number_all", "_star.text_all", "_star.int_all", "_star.lazy"):
    star(name)
print("_star.sub" in sys.modules)


class Odd:
    x, _y = 1, 2
    def __init__(self): self.z = 3


class WithAll:
    __all__ = ["a", "b"]
    def __getattr__(self, name): return f"got {name}"


class NoDict:
    __slots__ = ()


class OddNames(types.ModuleType):
    pass


module = types.ModuleType("odd_names")
module.__dict__[5] = "five"
lazy = types.ModuleType("lazy_all")
lazy.__getattr__ = lambda name: ["t"] if name == "__all__" else name.upper()
sys.modules.update(odd=Odd(), with_all=WithAll(), no_dict=NoDict(), odd_names=module, lazy_all=lazy, nothing=None)
for name in ("odd", "with_all", "no_dict", "odd_names", "lazy_all", "nothing"):
    star(name)
for source in ("def f():\n from os import *", "class A:\n from _star.plain import *\n print(public, 'A' in dir())", "from os import (*)", "from os import *, path", "from os import * as x",
               "def f():\n class A:\n  from os import *"):
    try:
        exec(compile(source, "s", "exec"), {})
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
import _star.lazy as lazy
print(lazy.made, dir(lazy), getattr(lazy, "other", "default"))
from _star.lazy import made as renamed
try:
    from _star.lazy import other
except ImportError as e:
    print(str(e).split(" (/")[0])
try:
    lazy.other
except AttributeError as e:
    print(e)
lazy.__getattr__ = 5
try:
    lazy.other
except TypeError as e:
    print(e)
del lazy.__dir__
print([n for n in dir(lazy) if not n.startswith("__")])
