# Modules that fail on their way: what stays in sys.modules, what is retried.
import os
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
sys.path.insert(0, folder.name)


def write(name, text):
    path = os.path.join(folder.name, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f: f.write(text)


def attempt(name, *fromlist):
    before = set(sys.modules)
    try:
        m = __import__(name, None, None, fromlist)
        print("fine", name, [getattr(m, n) for n in fromlist])
    except BaseException as e:
        t, names = e.__traceback__, []
        while t:
            if not t.tb_frame.f_code.co_filename.startswith('<'):
                names.append((os.path.basename(t.tb_frame.f_code.co_filename), t.tb_lineno))
            t = t.tb_next
        print(type(e).__name__, e.args[:1], names[1:], sorted(n for n in set(sys.modules) - before if n[:2] in "f_f1f2f3f4f5f6f7f8"))


write("f1.py", "x = 1\nraise ValueError('f1')\n")
write("f2.py", "import f1\n")
write("f3/__init__.py", "from . import good\nfrom . import bad\n")
write("f3/good.py", "ok = 1\n")
write("f3/bad.py", "1 / 0\n")
write("f4.py", "import sys\nsys.modules['f4'] = 'replaced'\n")
write("f5.py", "import sys\ndel sys.modules['f5']\n")
write("f6.py", "import sys\nsys.exit('leaving')\n")
write("f7.py", "import sys\nsys.modules[__name__].__class__ = type('M', (type(sys),), {'p': property(lambda s: 'prop')})\n")
write("f8/__init__.py", "try:\n    from .sub import x\nexcept ImportError as e:\n    x = str(e)\n")
write("f8/sub.py", "import no_such_thing_at_all\n")
for name in ("f1", "f1", "f2", "f3", "f3.good", "f3.bad", "f4", "f5", "f6"):
    attempt(name)
attempt("f7", "p")
attempt("f8", "x")
attempt("f8.sub")
print("f3.good" in sys.modules, "f3" in sys.modules)
write("f1.py", "x = 'mended'\n")
os.utime(os.path.join(folder.name, "f1.py"), (1, 1))
attempt("f2")
import f1
print(f1.x)
write("f3/bad.py", "fine = True\n")
os.utime(os.path.join(folder.name, "f3", "bad.py"), (1, 1))
attempt("f3.bad", "fine")
try:
    raise KeyError("outer")
except KeyError:
    try:
        import f9_not_there
    except ImportError as e:
        print(repr(e.__context__), e.msg, e.name, e.path, e.args)
e = ImportError("m", name="n", path="p")
print(e, e.name, e.path, e.msg, repr(e), e.__reduce__()[:2])
for bad in (dict(other=1), dict(name="a", x=2)):
    try:
        ImportError("m", **bad)
    except TypeError as err:
        print(err)
print(ImportError(1, 2).msg, ImportError(1, 2), ModuleNotFoundError().msg, str(ImportError()))
folder.cleanup()
