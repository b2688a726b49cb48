# Relative imports: where they lead, and where they fail.
import sys
import _rel.one as one

print(one.NAME, one.N2, one.two.value, one.v, one.inner.__name__, one.climbed)


def attempt(f, *args):
    try:
        print("fine", f(*args))
    except Exception as e:
        print(type(e).__name__, "|", str(e).split(" (/")[0], "|", getattr(e, "name", None))


for f in (one.beyond, one.beyond_named, one.missing, one.missing_name, one.here, one.of_parent):
    attempt(f)


def run(source, **names):
    def go():
        space = dict(names)
        exec(source, space)
        return sorted(k for k in space if k not in names and k != "__builtins__")
    attempt(go)


run("from . import x")
run("from . import x", __name__="__main__")
run("from .x import y", __name__="__main__", __package__=None)
run("from . import two", __package__="_rel")
run("from . import two", __name__="_rel.any")
run("from . import two", __name__="_rel", __path__=[])
run("from .sub import inner", __package__="_rel")
run("from .. import two", __package__="_rel.sub")
run("from .. import two", __package__="_rel")
run("from . import two", __package__="no_such_package")
run("from . import two", __package__=5)
run("from . import two", __package__="")
run("from . import two", __name__=5)
run("from . import two", __spec__=one.__spec__)
run("from . import two", __package__="_rel.sub", __spec__=one.__spec__)
run("from . import two", __spec__="not a spec", __package__="_rel")
run("from . import two", __spec__="not a spec")
run("from .two import *", __package__="_rel")
run("from . import *", __package__="_rel")
run("import .two", __package__="_rel")
for args in (("two", {"__package__": "_rel"}, {}, ["value"], 1), ("", {"__package__": "_rel"}, {}, ["two"], 1), ("", {}, {}, [], 0), ("", {}, {}, [], 1), ("two", None, None, (), 1),
             ("sys", {}, {}, (), -1), ("a\0b",), ("_rel.two",), ("_rel.two", None, None, ["value"]), (5,), ("two", 5, None, (), 1), ("_rel..two",), (".two",), ("_rel.",), ("two", {"__package__": "_rel"}, {}, [], 1),
             ("_rel", {}, {}, ["nothing"]), ("_rel", {}, {}, [5]), ("_rel", {}, {}, ["*"]), ("_rel", {}, {}, 5), (), ("_rel", {}, {}, ("two", "sub"), 0, 9)):
    attempt(lambda: __import__(*args).__name__)
attempt(lambda: __import__(name="_rel.two", fromlist=["x"], level=0).__name__)
attempt(lambda: __import__("_rel", nothing=1))
