# The module _warnings, alone and with warnings.py; filters, registries, errors.
import sys
import _warnings

print(_warnings.filters, _warnings._defaultaction, _warnings._onceregistry)
print([n for n in sorted(dir(_warnings)) if n[:2] != "__"])
reg = {}
_warnings.filters.insert(0, ("module", None, UserWarning, None, 0))
_warnings._filters_mutated()
_warnings.warn_explicit("a", UserWarning, "f.py", 3, registry=reg)
_warnings.warn_explicit("a", UserWarning, "f.py", 4, registry=reg)
print(reg)
reg = {}
_warnings.filters.insert(0, ("once", None, UserWarning, None, 0))
_warnings._filters_mutated()
_warnings.warn_explicit("a", UserWarning, "f.py", 3, registry=reg)
_warnings.warn_explicit("a", UserWarning, "f.py", 4)
print(reg, _warnings._onceregistry)
del _warnings.filters[:2]
_warnings._filters_mutated()


def f(n, **k):
    _warnings.warn("text %d" % n, **k)


for i in range(3):
    f(1)
f(2, stacklevel=2)
f(3, category=DeprecationWarning)
f(4, category=ResourceWarning)
f(5, stacklevel=50)
f(6, category=RuntimeWarning, stacklevel=0)
print({k: v for k, v in __warningregistry__.items()})
for bad in ("warn()", "warn('x', 5)", "warn('x', int)", "warn('x', stacklevel='a')",
            "warn_explicit('x', UserWarning, 5, 1)", "warn_explicit('x')",
            "warn_explicit('x', UserWarning, 'f', 1, registry=5)",
            "warn_explicit('x', UserWarning, 'f', 1, module_globals=5)"):
    try:
        eval("_warnings." + bad)
    except Exception as e:
        print(bad, type(e).__name__, e)

import warnings

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("one")
    warnings.warn(UserWarning("two"), stacklevel=1)
    eval("1 is 1")
    compile("'\\d'", "name", "eval")
    compile("1or 1", "name", "eval")
    warnings.warn_explicit("three", FutureWarning, "file", 9, "mod")

    async def co():
        pass

    co()
print([(str(m.message), m.category.__name__, m.lineno) for m in log])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for what in (lambda: warnings.warn("four"), lambda: eval("1 is 1"),
                 lambda: compile("() ()", "n", "exec")):
        try:
            what()
        except Exception as e:
            print(type(e).__name__, e)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="no.*", category=UserWarning)
    warnings.filterwarnings("odd" if 0 else "once", module="__main__")
    warnings.warn("nothing")
    for i in range(2):
        warnings.warn("something")
    warnings.filters.insert(0, ("strange", None, Warning, None, 0))
    warnings._filters_mutated()
    for bad in ((1, 2), ("a",), (1, None, Warning, None, 0)):
        try:
            warnings.warn("again")
        except Exception as e:
            print(type(e).__name__, e)
        warnings.filters.insert(0, bad)
    warnings.filters = 5
    try:
        warnings.warn("again")
    except Exception as e:
        print(type(e).__name__, e)
    warnings.filters = []
shown = []
warnings.showwarning = lambda *a, **k: shown.append(str(a[0]))
warnings.warn("kept")
print(shown)
print("end", file=sys.stderr)
