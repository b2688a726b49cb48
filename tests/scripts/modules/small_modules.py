# errno, atexit, _string, _contextvars.
import _contextvars
import _string
import atexit
import errno


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


print([(k, v) for k, v in vars(errno).items() if k[0] == "E"])
print(errno.errorcode)

for text in (
    "a{b!r:c}d{{e}}", "{", "}", "{a!}", "{a!rx}", "", "{}", "{:{x}}",
    "{a[}]}", "{!r}", "{a:}", "x{a", "{a:{b", "{a!r", "{a!", "{{", "}}",
    "{{}}", "{a{b}}", "{a[", "{a!r:", "\u20ac{x}\u20ac",
):
    show(f"list(_string.formatter_parser({text!r}))")
for text in (
    "a.b[c][1]", "0.x", "", "a..b", "a[b", "a[]", "a[b]c",
    "99999999999999999999", "a[99999999999999999999]", "[a]", "12ab", ".x",
    "\u0663.y",
):
    show(f"(lambda t: (t[0], list(t[1])))"
         f"(_string.formatter_field_name_split({text!r}))")
show("_string.formatter_parser(1)")
show("_string.formatter_field_name_split(1)")
show("type(_string.formatter_parser('')).__name__")

v = _contextvars.ContextVar("v")
d = _contextvars.ContextVar("d", default=5)
other = _contextvars.ContextVar("other")
show("v.get()" and "v.get(1)")
show("d.get(), d.get(7), d.name")
try:
    v.get()
except LookupError as e:
    print(e.args[0] is v)
t = v.set(10)
show("v.get(), t.var is v, t.old_value is _contextvars.Token.MISSING")
show("t.old_value")
c = _contextvars.copy_context()
show("len(c), c[v], v in c, d in c, c.get(d), c.get(d, 1), list(c)==[v]")
show("c[1]")
show("1 in c")
show("list(c.items()) == [(v, 10)], list(c.values())")


def inside():
    v.set(20)
    d.set(6)
    try:
        c.run(print)
    except RuntimeError as e:
        print("already entered" in str(e))
    return v.get(), d.get()


show("c.run(inside)")
show("v.get(), d.get(), c[v], c[d]")
show("other.reset(t)" and "d.reset(1)")
try:
    other.reset(t)
except ValueError as e:
    print(str(e)[-37:])
try:
    c.run(v.reset, t)
except ValueError as e:
    print(str(e)[-34:])
v.reset(t)
try:
    v.reset(t)
except RuntimeError as e:
    print(str(e)[-26:], repr(t)[:12])
show("v.get('gone')")
show("_contextvars.ContextVar()")
show("_contextvars.ContextVar(1)")
show("_contextvars.ContextVar('a', defaul=1)")
show("_contextvars.Context(1)")
show("_contextvars.Token()")
show("c.copy() == c, c != _contextvars.Context(), c == 1")
show("_contextvars.ContextVar[int], type(v), type(t), type(c)")
show("c.run()")

show("atexit.register()")
show("atexit.register(1)")
show("atexit.unregister()")
show("atexit._ncallbacks()")


def bye(*args, **kw):
    print("bye", args, kw)
    if "again" in kw:
        atexit.register(bye, "from inside")


def bad():
    raise ValueError("bad")


print(atexit.register(bye, 1, x=2) is bye)
atexit.register(bye, again=1)
atexit.register(bad)
atexit.register(print, "gone")
atexit.register(bye)
atexit.unregister(print)
show("atexit._ncallbacks()")
