"""Trees that compile() refuses, in its words."""
import ast


def place(node):
    return ast.fix_missing_locations(node)


def statement(node):
    return place(ast.Module([node], []))


def expression(node):
    return place(ast.Expression(node))


def attempt(tree, mode=None):
    if mode is None:
        mode = 'eval' if isinstance(tree, ast.Expression) else 'exec'
    try:
        compile(tree, 'made', mode)
    except Exception as e:
        print(type(e).__name__, str(e).split(' object at ')[0])
    else:
        print('accepted', type(tree).__name__)


load, store = ast.Load(), ast.Store()
x, y = ast.Name('x', load), ast.Name('y', store)
none = ast.arguments([], [], None, [], [], None, [])
body = [ast.Pass()]

attempt(ast.Module([ast.Expr(x)], []))
attempt(ast.Module([], []), 'eval')
attempt(ast.Expression(x), 'exec')
attempt(ast.Module(5, []))
attempt(ast.Module((), []))
attempt(ast.Module([5], []))
attempt(ast.Module([None], []))
attempt(ast.Module([ast.stmt()], []))
attempt(ast.Module([ast.Pass(lineno='a', col_offset=0)], []))
attempt(ast.Module([ast.Pass(lineno=1 << 40, col_offset=0)], []))
attempt(ast.Module([ast.Pass(lineno=1 << 80, col_offset=0)], []))
attempt(ast.Module([ast.Pass(lineno=None, col_offset=0)], []))
attempt(ast.Module([ast.Pass(lineno=3, col_offset=0, end_lineno=2)], []))
attempt(ast.Module([ast.Pass(lineno=3, col_offset=7, end_lineno=3,
                             end_col_offset=2)], []))
attempt(ast.Module([ast.Pass(lineno=3, col_offset=-7)], []))
attempt(ast.Module([ast.Pass(lineno=-3, col_offset=1, end_lineno=4)], []))
attempt(statement(x))
for e in (ast.Name('x', store), ast.Name(5, load), ast.Name(None, load),
          ast.Name('x', x), ast.Name('x', None), ast.Name('True', load),
          ast.Name('x'), ast.Constant([1]), ast.Constant((1, {2})),
          ast.Constant((1, frozenset([2.5]), None, ..., b'', 1j)),
          ast.BoolOp(ast.And(), [x]), ast.BoolOp(ast.Add(), [x, x]),
          ast.BoolOp(ast.And(), [x, None]), ast.BinOp(x, ast.And(), x),
          ast.BinOp(None, ast.Add(), x), ast.UnaryOp(ast.Not(), y),
          ast.Lambda(none, y), ast.Lambda(None, x), ast.Lambda(x, x),
          ast.IfExp(x, y, x), ast.Dict([x], []), ast.Dict([None], [x]),
          ast.Dict([x], [None]), ast.Set([y]), ast.ListComp(x, []),
          ast.ListComp(x, [ast.comprehension(x, x, [], 0)]),
          ast.DictComp(x, x, [ast.comprehension(y, x, [y], 0)]),
          ast.GeneratorExp(y, [ast.comprehension(y, x, [], 0)]),
          ast.Compare(x, [], []), ast.Compare(x, [ast.Eq()], []),
          ast.Compare(x, [ast.Eq()], [x, x]), ast.Compare(x, [None], [x]),
          ast.Call(x, [y], []), ast.Call(x, [], [ast.keyword('a', y)]),
          ast.Call(x, [], [None]), ast.Call(x, [], [x]),
          ast.Attribute(y, 'a', load), ast.Attribute(x, 'a', 5),
          ast.Subscript(x, y, load), ast.Starred(y, load), ast.List([y], load),
          ast.Tuple([x], store), ast.NamedExpr(y, y), ast.Yield(y),
          ast.Await(y), ast.JoinedStr([y]), ast.FormattedValue(x, 'r', None),
          ast.FormattedValue(y, -1, None), ast.Slice(y, None, None)):
    attempt(expression(e))
for s in (ast.Delete([]), ast.Delete([x]), ast.Assign([], x),
          ast.Assign([x], x), ast.Assign([ast.Constant(1)], x),
          ast.Assign([y], y), ast.AugAssign(x, ast.Add(), x),
          ast.AnnAssign(ast.Attribute(x, 'a', store), x, None, 1),
          ast.AnnAssign(y, x, None, 'a'), ast.For(x, x, body, []),
          ast.For(y, x, [], []), ast.While(x, [], []), ast.If(x, [None], []),
          ast.If(x, body, [x]), ast.With([], body),
          ast.With([ast.withitem(x, x)], body), ast.With([ast.withitem(x)], []),
          ast.Match(x, []), ast.Raise(None, x), ast.Try(body, [], [], []),
          ast.Try(body, [], body, body), ast.Try(body, [x], [], []),
          ast.Try(body, [ast.ExceptHandler(x, None, [])], [], []),
          ast.Try(body, [ast.ExceptHandler(x, 'a b', body)], [], []),
          ast.TryStar([], [], [], []), ast.TryStar(body, [], [], []),
          ast.Assert(y), ast.Import([]), ast.ImportFrom(None, [], 0),
          ast.ImportFrom('a', [ast.alias('b')], -1), ast.Global([]),
          ast.Nonlocal([]), ast.Global(['x', 5]), ast.Expr(y), ast.Expr(None),
          ast.Return(y), ast.ClassDef('c', [], [], [], []),
          ast.ClassDef('c', [y], [], body, []),
          ast.ClassDef(None, [], [], body, []),
          ast.FunctionDef('f', none, [], [], None),
          ast.FunctionDef('f', none, body, [y], None),
          ast.FunctionDef('f', none, body, [], y),
          ast.AsyncFunctionDef('f', none, [], []),
          ast.FunctionDef('f', ast.arguments([], [], None, [], [x], None, []),
                          body, []),
          ast.FunctionDef('f', ast.arguments([], [], None, [], [], None, [x]),
                          body, []),
          ast.FunctionDef('f', ast.arguments([], [x], None, [], [], None, []),
                          body, []),
          ast.FunctionDef('f', ast.arguments([], [ast.arg('a', y)], None, [],
                                             [], None, []), body, [])):
    attempt(statement(s))


def case(pattern):
    attempt(statement(ast.Match(x, [ast.match_case(pattern, None, body)])))


wild = ast.MatchAs()
for p in (x, ast.MatchValue(x), ast.MatchValue(ast.Constant(None)),
          ast.MatchValue(ast.Constant((1,))), ast.MatchValue(ast.Constant(...)),
          ast.MatchValue(ast.UnaryOp(ast.USub(), ast.Constant('a'))),
          ast.MatchValue(ast.UnaryOp(ast.USub(), ast.Constant(2))),
          ast.MatchValue(ast.BinOp(ast.Constant(1), ast.Add(),
                                   ast.Constant(2))),
          ast.MatchValue(ast.BinOp(ast.Constant(1), ast.Sub(),
                                   ast.Constant(2j))),
          ast.MatchSingleton(1), ast.MatchSingleton(None), ast.MatchStar('a'),
          ast.MatchSequence([ast.MatchStar('_')]),
          ast.MatchSequence([ast.MatchStar('a'), ast.MatchStar(None)]),
          ast.MatchMapping([x], []), ast.MatchMapping([x], [wild]),
          ast.MatchMapping([ast.Constant(None)], [wild], 'None'),
          ast.MatchMapping([], [], '_'), ast.MatchClass(ast.Constant(1), [],
                                                        [], []),
          ast.MatchClass(x, [], ['a'], []),
          ast.MatchClass(x, [], ['None'], [wild]),
          ast.MatchClass(ast.Attribute(x, 'a', load), [wild], ['a'], [wild]),
          ast.MatchAs(wild), ast.MatchAs(None, '_'), ast.MatchAs(wild, 'True'),
          ast.MatchOr([wild]), ast.MatchOr([])):
    case(p)


class Changing(list):
    pass


many = []


class Node(ast.Name):
    @property
    def ctx(self):
        many.append(x)
        return load

    @ctx.setter
    def ctx(self, value):
        pass


many += [expression(Node('a', load)).body, x]
attempt(expression(ast.List(many, load)))


class Broken(ast.expr):
    def __getattr__(self, name):
        raise ZeroDivisionError(name)


attempt(ast.Expression(Broken()))
for args in (('x', 'f', 'exec', 1 << 30), ('x', 'f', 'exec', 0, False, 3),
             ('x', 'f', 'func_type'), ('x', 'f', 'other'),
             ('x', 'f', 'other', ast.PyCF_ONLY_AST), (5, 'f', 'exec'),
             ('x', 5, 'exec'), ('x', 'f\0', 'exec'), ('x', 'f', 5)):
    try:
        print(compile(*args))
    except Exception as e:
        print(type(e).__name__, e)
