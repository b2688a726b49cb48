"""What follows a condition is marked where its last comparison is."""
import sys
def attempt(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__.tb_next)
attempt(lambda: {[] for y in [1]})
attempt(lambda: {[] for y in [1] if y == 1})
attempt(lambda: {[] for y in [1] if y == 1 and y})
attempt(lambda: {[] for y in [1] if y})
attempt(lambda: {[]: 2 for y in [1] if not y == 2})
attempt(lambda: [z for y in [1] for z in 5])
attempt(lambda: [z for y in [1] if y == 1 for z in 5])
attempt(lambda: list(z for y in [1] for z in 5))
attempt(lambda: {1: 2 for y in [1] for z, w in [(1,)]})
attempt(lambda: [y for y in iter(lambda: 1/0, 2)])
attempt(lambda: [y for y in [1] if y == 1 for z in iter(lambda: 1/0, 2)])
def f(x, y):
    assert x == 1
def g(x, y):
    assert y and x == 1, "m"
def h(x, y):
    assert x == 1 or y, "m" + str(x)
def i(x, y):
    assert not x != 1 < 5, "m" + y
def j(x, y):
    assert (x == 1 if y else y == 3)
def k(x, y):
    assert f(1, x == 1)
def l(x, y):
    assert x, y
def m(x, y):
    assert not x
for q in (f, g, h, i, j,k,l): attempt(lambda: q(None, None))
attempt(lambda: m(1,1))
attempt(lambda: g(2, 1))
attempt(lambda: l(0, 1))
m(1, 1)
