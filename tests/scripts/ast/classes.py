"""The classes of _ast: what they are called, have and refuse."""
import _ast
import ast
import copy

print(list(vars(_ast))[5:])
for name, cls in vars(_ast).items():
    if isinstance(cls, type) and issubclass(cls, _ast.AST):
        print(name, cls.__base__.__name__, cls.__module__, cls._fields,
              cls.__match_args__, cls._attributes, cls.__doc__,
              sorted(k for k, v in vars(cls).items()
                     if v is None and k[0] != '_'))
print(sorted(vars(_ast.AST)))

n = ast.Name('a', ctx=ast.Load(), lineno=3)
print(list(vars(n)), n.__reduce__()[0], n.__reduce__()[1], n.end_lineno)
c = copy.copy(n)
d = copy.deepcopy(ast.parse("f(x, *y)[1:2] = 3"))
print(vars(c).keys(), ast.dump(d, include_attributes=True))

for make in (lambda: ast.Name(1, 2, 3), lambda: ast.Name('x', id='y'),
             lambda: ast.Pass(1), lambda: ast.BinOp(1, 2, 3, 4),
             lambda: ast.AST(1), lambda: ast.Name().id,
             lambda: ast.Name(**{'a b': 1}).__dict__, lambda: ast.AST(x=1).x):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)


class Sub(ast.Name):
    _fields = ('id', 'more')


s = Sub(1, more=2)
print(s.id, s.more, ast.dump(s), isinstance(s, ast.expr))
Sub._fields = None
try:
    Sub(1)
except TypeError as e:
    print(e)
ast.AST.extra = 5
print(ast.Load().extra, ast.parse('x').extra)
del ast.AST.extra
match ast.parse('a + 1', mode='eval').body:
    case ast.BinOp(ast.Name(id), ast.Add(), ast.Constant(v)):
        print(id, v)
one, two = ast.parse('a'), ast.parse('b')
print(one.body[0].value.ctx is two.body[0].value.ctx)
print(isinstance(ast.Constant(3), ast.Num), ast.Num(4).n, ast.Str('x').s)
n = ast.Name('loop')
n.ctx = n
del n
