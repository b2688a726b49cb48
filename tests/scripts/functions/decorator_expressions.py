# Decorators: any expression, order of evaluation, classes, failing ones.
log = []


def note(x):
    log.append(x)
    return lambda f: log.append(f"apply {x}") or f


class Table:
    def __getitem__(self, key): return note(f"item {key}")
    attr = property(lambda self: note("attr"))


t = Table()


@note("one")
@note("two")
def f(a=log.append("default"), *, b: log.append("annotation") = log.append("kw default")) -> log.append("return"): pass


print(log)
log.clear()


@t["x"]
@t.attr
@(lambda f: f)
@(note("chosen") if f else None)
@[note("in list")][0]
@note(f"{1 + 1}")
@(d := note("walrus"))
def g(): "doc"


print(log, g.__doc__, callable(d))


@int
@lambda f: "12"
def number(): pass


print(number)


@type("Deco", (), {"__init__": lambda self, f: setattr(self, "f", f), "__call__": lambda self, *a: ("wrapped", self.f(*a)), "__get__": lambda self, o, t: lambda *a: self(o, *a)})
def plus(*args): return args


class C:
    m = plus
    @staticmethod
    @note("inner")
    def s(): return "s"
    @classmethod
    @property
    def cp(cls): return f"cp of {cls.__name__}"
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): self._x = "deleted"
    @x.getter
    def y(self): return "y"


print(plus(1, 2), C().m(3)[0], C.s(), C.cp, C.y is C.x)
c = C()
c.x = 4
print(c.x, c.y)
del c.x
print(c.x)
for bad in ("@1\ndef f(): pass", "@None\nclass A: pass", "@(lambda: 0)\ndef f(): pass", "@undefined\ndef f(): pass"):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)


def counting(cls):
    cls.count = getattr(cls, "count", 0) + 1
    return cls


@counting
@counting
class Twice: pass


print(Twice.count, Twice.__name__)


@lambda f: f
async def coro(): return 1
print(type(coro()).__name__, coro().close())
