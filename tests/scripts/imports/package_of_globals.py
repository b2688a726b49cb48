# Which package a relative import starts from, and what is said about it.
import warnings
def t(g, **k):
    try:
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter("always")
            __import__("", g, **k)
    except Exception as e:
        print(type(e).__name__, e)
    print([(x.category.__name__, str(x.message)) for x in w])
k = dict(fromlist=("foo",), level=1)
t({"__package__": None, "__spec__": None, "__name__": "__main__"}, **k)
t({"__package__": None, "__name__": 5}, **k)
t({"__name__": "a.b"}, **k)
t({"__package__": 5}, **k)
t({}, **k)
t(5, **k)
t([], **k)
class S: parent = "zz.nn"
t({"__package__": "json", "__spec__": S}, **k)
t({"__spec__": S}, **k)
S.parent = 7
t({"__spec__": S}, **k)
