# Code objects: fields, replace, equality, flags, positions, compile's modes.
import inspect
import types


def outer(a, b=1, /, c=2, *args, d=3, **kw):
    local = a
    def inner(): return local, a
    class K: attr = local
    return [inner for _ in "a"], (x for x in args), K


code = outer.__code__
for n in ("co_name", "co_qualname", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_varnames", "co_cellvars", "co_freevars", "co_names", "co_firstlineno", "co_flags"):
    print(n, getattr(code, n))
for const in code.co_consts:
    if isinstance(const, types.CodeType): print(const.co_name, const.co_qualname, const.co_freevars, const.co_firstlineno, const.co_flags & ~0x1000000)


def flags(c): return [n for b, n in inspect.COMPILER_FLAG_NAMES.items() if c.co_flags & b]


def gen(): yield
async def co(): pass
async def agen(): yield
for f in (outer, gen, co, agen, lambda: 0): print(f.__name__, flags(f.__code__))
print(flags(compile("1", "f", "exec")), flags(compile("1", "f", "eval")), flags(compile("from __future__ import annotations", "f", "exec")))
r = code.replace(co_name="renamed", co_firstlineno=100)
print(r.co_name, r.co_firstlineno, r == code, code.replace() == code, hash(code.replace()) == hash(code), r.co_qualname)
for kw in ({"co_name": 5}, {"co_argcount": -1}, {"nothing": 1}, {"co_consts": 5}, {"co_flags": "x"}):
    try:
        code.replace(**kw)
        print(kw, "fine")
    except Exception as e:
        print(kw, type(e).__name__, str(e)[:60])
c1, c2 = compile("x + 1", "f", "eval"), compile("x + 1", "f", "eval")
print(c1 == c2, hash(c1) == hash(c2), c1 == compile("x + 2", "f", "eval"), c1 == compile("x + 1", "g", "eval"), c1 == compile("x + 1.0", "f", "eval"), c1 == compile("\nx + 1", "f", "eval"))
print(compile("0.0", "f", "eval") == compile("-0.0", "f", "eval"), compile("(1, 2)", "f", "eval") == compile("(1.0, 2)", "f", "eval"), compile("True", "f", "eval") == compile("1", "f", "eval"))
print(repr(c1).split(" at ")[0], repr(c1).split(", ")[1:], c1.co_filename)
for bad in (lambda: c1 < c2, lambda: setattr(c1, "co_name", "x"), lambda: type(c1)(), lambda: c1(), lambda: delattr(c1, "co_name")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e)[:50])
lines = compile("a = 1\n\nb = 2\nif a:\n    c = (1 +\n         a)\n", "f", "exec")
print(sorted({l for _, _, l in lines.co_lines() if l}), sorted({p[0] for p in lines.co_positions() if p[0]}))
print(eval(c1, {"x": 1}), exec(c1, {"x": 1}), eval(compile("y = 1", "f", "exec"), {}))
for source, mode in (("1; 2", "eval"), ("x = 1", "eval"), ("1\n2", "single"), ("", "eval"), ("", "single"), ("", "exec"), ("1", "other"), ("if 1: pass", "single"), ("if 1: pass\n", "single"), ("#c", "single"), ("#c", "exec"), (" 1", "eval"), ("\n 1", "eval"), ("1 # c", "eval"), ("def f(): pass\n\n", "single"), ("a = 1; a + 1; 'x'", "single"), ("None", "single")):
    try:
        print(repr(source), mode, eval(compile(source, "f", mode), {}))
    except Exception as e:
        print(repr(source), mode, type(e).__name__, e)
for args in ((), (1,), ("x", "f"), (5, "f", "exec"), ("x", 5, "exec"), ("x", "f", 5), ("x", "f", "exec", 1 << 40), ("x", "f", "exec", 3), ("x", "f", "exec", 0, False, 5), ("x", b"bytes", "exec"), (b"x", "f", "exec"), (bytearray(b"x"), "f", "exec"), (memoryview(b"x"), "f", "exec"), ("x\0y", "f", "exec"), (b"\xff", "f", "exec"), ("'\ud800'", "f", "exec")):
    try:
        print(compile(*args).co_filename)
    except Exception as e:
        print(type(e).__name__, e)
for opt in (-1, 0, 1, 2):
    space = {}
    exec(compile("'''doc'''\nx = __debug__\ntry:\n    assert False\n    y = 'no assert'\nexcept AssertionError: y = 'assert'\ndef f(): 'fdoc'\n", "f", "exec", optimize=opt), space)
    print(opt, space.get("__doc__"), space["x"], space["y"], space["f"].__doc__)
