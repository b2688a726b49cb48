"""Functions made from their parts."""
import types
F = types.FunctionType
def outer(a):
    def inner(b=1): return a + b
    return inner
i = outer(10); c = i.__code__
g = F(c, {}, 'renamed', (5,), i.__closure__)
print(g(), g.__name__, g.__qualname__, g.__defaults__, g(b=2))
def attempt(*args, **names):
    try: print(F(*args, **names))
    except Exception as e: print(type(e).__name__, e)
attempt(); attempt(1, {}); attempt(c, 1); attempt(c, {}); attempt(c, {}, 1); attempt(c, {}, None, 3)
attempt(c, {}, None, None, ()); attempt(c, {}, None, None, (1,)); attempt(c, {}, None, None, 7)
attempt(attempt.__code__, {}, None, None, 7); attempt(attempt.__code__, {}, nme=1)
print(F(code=attempt.__code__, globals={'F': 1, '__name__': 'm'}).__module__)
class Sub:
    pass
try:
    class G(F): pass
except TypeError as e: print(e)
