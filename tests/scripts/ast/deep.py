"""Trees deeper than any stack are refused, not followed."""
import ast


def un(n):
    d = ast.Constant(1, lineno=1, col_offset=0)
    for _ in range(n): d = ast.UnaryOp(ast.UAdd(), d, lineno=1, col_offset=0)
    return ast.Expression(d)
def ifs(n):
    d = ast.Pass(lineno=1, col_offset=0)
    for _ in range(n): d = ast.If(ast.Name('x',ast.Load(),lineno=1,col_offset=0), [d], [], lineno=1, col_offset=0)
    return ast.Module([d],[])
def tup(n):
    d = 1
    for _ in range(n): d = (d,)
    return ast.Expression(ast.Constant(d, lineno=1, col_offset=0))
def lam(n):
    d = ast.Constant(1, lineno=1, col_offset=0)
    for _ in range(n): d = ast.Lambda(ast.arguments([],[],None,[],[],None,[]), d, lineno=1, col_offset=0)
    return ast.Expression(d)
def fn(n):
    d = ast.Pass(lineno=1, col_offset=0)
    for _ in range(n): d = ast.FunctionDef('f', ast.arguments([],[],None,[],[],None,[]), [d], [], lineno=1, col_offset=0)
    return ast.Module([d],[])
def pat(n):
    d = ast.MatchAs(None,'a', lineno=1, col_offset=0, end_lineno=1,end_col_offset=0)
    for _ in range(n): d = ast.MatchSequence([d], lineno=1, col_offset=0, end_lineno=1,end_col_offset=0)
    return ast.Module([ast.Match(ast.Name('x',ast.Load(),lineno=1,col_offset=0),[ast.match_case(d,None,[ast.Pass(lineno=1,col_offset=0)])],lineno=1,col_offset=0)],[])
def ann(n):
    t = un(n).body
    return ast.Module([ast.ImportFrom('__future__',[ast.alias('annotations',lineno=1,col_offset=0)],0,lineno=1,col_offset=0),ast.AnnAssign(ast.Name('x',ast.Store(),lineno=1,col_offset=0),t,None,1,lineno=1,col_offset=0)],[])
def joined(n):
    d = ast.Constant('x', lineno=1, col_offset=0)
    for _ in range(n): d = ast.JoinedStr([ast.FormattedValue(d,-1,None,lineno=1,col_offset=0)], lineno=1, col_offset=0)
    return ast.Expression(d)
def comp(n):
    d = ast.Name('x',ast.Load(), lineno=1, col_offset=0)
    for _ in range(n): d = ast.ListComp(d,[ast.comprehension(ast.Name('x',ast.Store(),lineno=1,col_offset=0),ast.Name('y',ast.Load(),lineno=1,col_offset=0),[],0)], lineno=1, col_offset=0)
    return ast.Expression(d)
def tryf(n):
    d = ast.Pass(lineno=1, col_offset=0)
    for _ in range(n): d = ast.Try([ast.Pass(lineno=1, col_offset=0)],[],[],[d], lineno=1, col_offset=0)
    return ast.Module([d],[])
def attr(n):
    d = ast.Name('x',ast.Load(), lineno=1, col_offset=0)
    for _ in range(n): d = ast.Attribute(d,'a',ast.Load(), lineno=1, col_offset=0)
    return ast.Expression(d)
def boolop(n):
    d = ast.Name('x',ast.Load(), lineno=1, col_offset=0)
    for i in range(n): d = ast.BoolOp([ast.And(),ast.Or()][i%2],[d,ast.Name('x',ast.Load(), lineno=1, col_offset=0)], lineno=1, col_offset=0)
    return ast.Module([ast.If(d,[ast.Pass(lineno=1, col_offset=0)],[],lineno=1, col_offset=0)],[])
for make in (un, ifs, tup, lam, fn, pat, ann, joined, comp, attr, boolop):
    for n in (90, 30000):
        tree = make(n)
        mode = 'eval' if isinstance(tree, ast.Expression) else 'exec'
        try:
            compile(tree, 'deep', mode)
            print(make.__name__, n)
        except RecursionError as e:
            print(make.__name__, n, type(e).__name__)
