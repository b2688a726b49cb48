# __main__: what it is, importing it, what importing the script itself does.
import sys
import __main__

print(__name__, __main__ is sys.modules["__main__"], __main__.__dict__ is globals(), __package__, __spec__, __doc__ is not None)
print(type(__loader__).__name__, type(__builtins__).__name__, __file__.endswith("main_module.py"), sys.argv[0] == __file__, len(sys.argv))
print(sorted(n for n in globals() if n.startswith("__")))
x = 1
__main__.y = 2
print(y, __main__.x, vars(__main__)["y"])
if "main_module" not in sys.modules and len(sys.modules) and __name__ == "__main__":
    import importlib.util
    print(importlib.util.find_spec("main_module").name)
    try:
        importlib.util.find_spec("__main__")
    except ValueError as e:
        print(e)


class C:
    def __reduce__(self): return (C, ())


print(C.__module__, C.__qualname__, repr(C), (lambda: 0).__module__)
main = sys.modules.pop("__main__")
print(repr(C), C.__module__)
try:
    import __main__ as again
    print("imported")
except ImportError as e:
    print(e)
sys.modules["__main__"] = main
del __main__
__name__ = "renamed"
class D: pass
def f(): pass
print(D.__module__, f.__module__)
del __name__
class E: pass
def g(): pass
print(E.__module__, g.__module__)
import runpy
out = runpy.run_path(__file__.replace("main_module", "_helper"))
print(out["value"], out["__name__"], out["__file__"].endswith("_helper.py"), out["__spec__"], out["__package__"] == "")
out = runpy.run_module("_pack.inner", run_name="other")
print(out["__name__"], out["__package__"], out["__spec__"].name)
