# __getattribute__, __getattr__, __setattr__, __delattr__ and who calls them.
log = []


class Hooks:
    cls_attr = "class"
    def __init__(self): object.__setattr__(self, "real", 1)
    def __getattribute__(self, name):
        log.append(f"getattribute {name}")
        return super().__getattribute__(name)
    def __getattr__(self, name):
        log.append(f"getattr {name}")
        if name.startswith("dyn"): return name.upper()
        raise AttributeError(f"none: {name}")
    def __setattr__(self, name, value):
        log.append(f"setattr {name}={value}")
        super().__setattr__(name, value)
    def __delattr__(self, name):
        log.append(f"delattr {name}")
        super().__delattr__(name)
    def method(self): return "method"
    @property
    def prop(self): raise AttributeError("inside prop")
    def __len__(self): return 3
    def __eq__(self, other): return True


h = Hooks()


def show(label, f):
    log.clear()
    try:
        result = f()
    except AttributeError as e:
        result = f"{type(e).__name__}: {e} name={e.name!r} obj={e.obj is h}"
    print(label, result, log)


show("real", lambda: h.real)
show("class", lambda: h.cls_attr)
show("dynamic", lambda: h.dyn_x)
show("missing", lambda: h.nothing)
show("prop", lambda: h.prop)
show("method", lambda: h.method())
show("hasattr", lambda: (hasattr(h, "dyn"), hasattr(h, "no")))
show("getattr", lambda: getattr(h, "no", "default"))
show("set", lambda: setattr(h, "x", 5))
show("del", lambda: delattr(h, "x"))
show("del missing", lambda: delattr(h, "x"))
show("aug", lambda: exec("h.real += 1", {"h": h}))
show("len", lambda: len(h))
show("eq", lambda: h == 1)
show("vars", lambda: sorted(vars(h)))
show("dict", lambda: sorted(h.__dict__))
show("class", lambda: h.__class__.__name__)
show("isinstance", lambda: isinstance(h, int))
show("isinstance own", lambda: isinstance(h, Hooks))
show("str", lambda: str(h)[:10])
show("dir", lambda: "real" in dir(h))
show("unpack", lambda: exec("h.a, h.b = 1, 2", {"h": h}))
show("for", lambda: exec("for h.i in range(2): pass", {"h": h}))
show("with", lambda: exec("import contextlib\nwith contextlib.nullcontext(3) as h.w: pass", {"h": h}))


class Recursive:
    def __getattribute__(self, name): return self.other


try:
    Recursive().x
except RecursionError as e:
    print(type(e).__name__)


class GetattrOnly:
    def __getattr__(self, name): raise KeyError(name)
class Wrong:
    def __getattr__(self): pass
class NotCallable:
    __getattr__ = 5
for c in (GetattrOnly, Wrong, NotCallable):
    for f in (lambda: c().x, lambda: hasattr(c(), "x"), lambda: getattr(c(), "x", 1)):
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
class Slot:
    def __get__(self, o, t): raise AttributeError("from the descriptor")
class WithSlot:
    s = Slot()
    def __getattr__(self, name): return f"fallback {name}"
print(WithSlot().s, getattr(WithSlot, "s", "default on class"))
for bad in (lambda: getattr(h, 5), lambda: setattr(h, None, 1), lambda: hasattr(h, b"x"), lambda: delattr(h, 1.5), lambda: getattr(h, "a", 1, 2), lambda: getattr(h), lambda: object().x, lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(5, "real", 1), lambda: setattr(None, "x", 1), lambda: setattr(len, "x", 1)):
    try:
        print(bad())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
