"""Annotations that become text are written anew."""
from __future__ import annotations
def f(a: int   , b: "str", c: x.y[1:2, ::3], d: lambda a, *b, c=1, **d: (lambda: (yield))(), e: (1, 2), f: -1 ** 2, g: not a and b or c, h: (a if b else c), i: [*a, 1], j: {**a, 'b': 1}, k: {1, 2}, l: f'{a!r:>{w}} x{{', m: 1.5e300*1e300, n: a(*b, c=1, **d), o: [x for x in y if z if w for q in r], p: (x async for x in y), q: {a: b for a in b}, r: 1j, s: ..., t: None, u: b'a', v: a.b.c, w: 1 .real, x: 1 if a else (lambda: (a := 5)), y: a < b is not c, z: ~a @ b // c << d, aa: -(-a), bb: (a, ), cc: (), dd: await_, ee: "it's", ff: (1 + 2) * 3, gg: 2 ** -1, hh: (-2) ** 2, ii: (lambda: 1)(), jj: a[b, c], kk: a[()], ll: a[*b], mm: "a" "b", nn: u"x", oo: (not a) + 1, pp: a[b:c], qq: (a,)[0], rr: x if (y if z else w) else v, ss: (a or b) and c, tt: 1_000, uu: 1e999, vv: f"{x=}", ww: f'{a}' 'b' f"{'c'}"): pass
for k, v in f.__annotations__.items(): print(k, v)
x: int   = 1
y: "str"
class C:
    z: Optional [ int ]
print(__annotations__, C.__annotations__)


def outer():
    unused = 1

    def inner(a: unused) -> unused:
        local: unused = 2
        self.x: (yield_) = 1
    return inner


print(outer().__closure__, outer().__annotations__)
for text in ('def f(a: (x := 1)): pass', 'def f(): x: (yield)',
             'async def f() -> (await x): pass', 'x: (yield from y)',
             'x: (lambda: (yield)) = 1', 'def f(*a: *b): pass\nprint(f.__annotations__)',
             'x: a[*b, 1:2:3, ...] = 1\nprint(__annotations__)'):
    try:
        exec(text, {})
    except SyntaxError as e:
        print(e.args)
for text in ('x.y: undefined = 1', 'x: undefined', 'def f(): x: undefined'):
    try:
        exec(text, {})
    except NameError as e:
        print(e)
import ast
tree = ast.parse('from __future__ import annotations\nx: [a , "b"] = 1\ny: 0x10')
exec(compile(tree, 'made', 'exec'), space := {})
print(space['__annotations__'])
