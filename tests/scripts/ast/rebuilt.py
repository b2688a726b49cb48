"""Trees of objects compiled: they do what their text does."""
import ast
import sys

SOURCES = [r'''
"""Doc of the module."""
from math import (sqrt as root, floor)
import sys as system, os.path
total: int = 0
async def nobody(a, /, b: int = 2, *c, d, e=5, **f) -> "r":
    async with a as b, b: pass
    async for c in a: await c
    return [x async for x in a if x]
class Base(object, metaclass=type):
    """Doc of a class."""
    slot = 1
    def method(self): return __class__, super().__init__
def decorate(f): return f
@decorate
def outer(n):
    """Doc of a function."""
    count = n
    def inner():
        nonlocal count
        global total
        count += 1; total -= count
        return count
    return inner
for i in range(3):
    if i == 1: continue
    elif i > 5: break
else:
    print("else", i, outer(i)(), total)
while total < 0: total += 1
try:
    assert total, f"{total!r:>{4}} {total=}"
except (AssertionError, ValueError) as e:
    print(type(e), e)
else:
    print("no")
finally:
    print("finally")
try:
    raise ExceptionGroup("g", [ValueError(1)]) from None
except* ValueError as g:
    print(g.exceptions)
match {"a": [1, 2, 3], "b": -1.5+2j}:
    case {"a": [first, *rest], **others} if first:
        print(first, rest, others)
    case int() | str(real=1) | None | _: pass
print([x for x in (1, *(2, 3)) if x], {x: y for x, y in [(1, 2)]},
      {*[1], 2}, {**{1: 2}, 3: 4}, (lambda a, *, b=1: a + b)(1))
print(1 < 2 <= 3 != 4 is not None, not 1, -1 ** ~2, 7 // 2 @ 3 if 0 else "x")
print((y := 5), root(4), Base.__doc__, outer.__doc__, __doc__, "b"[0:1:2]
      if 0 else 'abc'[::-1], ..., 10**30, 1e3, 2j)
def gen():
    got = yield 1
    yield from [got]
g = gen(); print(next(g), g.send(5)); del g
with open(__file__) as f: print(f.readable())
print(outer.__annotations__, nobody.__annotations__, __annotations__)
''']


def run(code):
    space = {'__name__': 'made', '__file__': __file__}
    exec(code, space)
    return sorted(space.keys() - {'__builtins__'})


for source in SOURCES:
    print(run(compile(source, 'text', 'exec')))
    tree = ast.parse(source)
    print(run(compile(tree, 'tree', 'exec')))
    print(run(compile(ast.parse(ast.unparse(tree)), 'again', 'exec')))

print(eval(compile(ast.parse('1 + 2 * x', mode='eval'), 'e', 'eval'), {'x': 3}))
exec(compile(ast.parse('1 + 2; "shown"', mode='single'), 's', 'single'))

# parts that no text makes
big = (1, ('a', frozenset({2, 3})), 2.5)
code = compile(ast.fix_missing_locations(ast.Expression(ast.Constant(big))),
               'c', 'eval')
print(eval(code) is big, eval(code))
tree = ast.parse('def f():\n  "doc"\n  assert 0\n  return __debug__\nr = f()')
for optimize in (0, 1, 2):
    space = {}
    try:
        exec(compile(tree, 'o', 'exec', optimize=optimize), space)
        print(optimize, space['f'].__doc__, space['r'])
    except AssertionError:
        print(optimize, 'asserted')
for optimize in (0, 1, 2):
    space = {}
    exec(compile('"m"\nclass C:\n  "c"\nd = __debug__', 'o', 'exec',
                 optimize=optimize), space)
    print(space.get('__doc__'), space['C'].__doc__, space['d'])

# where errors are said to be
tree = ast.parse('x = 1\nreturn 5')
try:
    compile(tree, 'nowhere', 'exec')
except SyntaxError as e:
    print(e.args)
tree = ast.Module([ast.Return(lineno=7, col_offset=3)], [])
try:
    compile(tree, 'nowhere', 'exec')
except SyntaxError as e:
    print(e.args)
tree = ast.parse('x = 1/0')
tree.body[0].lineno = tree.body[0].end_lineno = 1
ast.increment_lineno(tree, 41)
try:
    exec(compile(tree, 'nowhere', 'exec'))
except ZeroDivisionError as e:
    print(e.__traceback__.tb_next.tb_lineno)


class Swap(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        node.left, node.right = node.right, node.left
        return node

    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 10), node)


print(eval(compile(Swap().visit(ast.parse('(1 - 2) - 3', mode='eval')), '',
                   'eval')))

# too deep
deep = ast.Constant(1, lineno=1, col_offset=0)
for _ in range(3000):
    deep = ast.UnaryOp(ast.UAdd(), deep, lineno=1, col_offset=0)
for node, mode in ((ast.Expression(deep), 'eval'),
                   (ast.Module([ast.Expr(deep, lineno=1, col_offset=0)], []),
                    'exec')):
    try:
        compile(node, 'deep', mode)
    except RecursionError as e:
        print(e)
deep = ast.Pass(lineno=1, col_offset=0)
for _ in range(3000):
    deep = ast.If(ast.Constant(1, lineno=1, col_offset=0), [deep], [],
                  lineno=1, col_offset=0)
try:
    compile(ast.Module([deep], []), 'deep', 'exec')
except RecursionError as e:
    print(e)
del deep, node
try:
    ast.parse('+0' * 5000)
except RecursionError as e:
    print(e)
print(len(ast.dump(ast.parse('a' + '.b' * 150))))
