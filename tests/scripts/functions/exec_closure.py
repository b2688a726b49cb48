# exec() of code with free variables: which closures it takes.
from types import CellType


def outer():
    a, b = 2, 3

    def product():
        nonlocal a
        global result
        result = a * b

    return product


def plain():
    global result
    result = "plain"


f = outer()


def attempt(source, **more):
    global result
    result = None
    try:
        exec(source, globals(), **more)
        print(result)
    except TypeError as e:
        print(e)


attempt(f.__code__, closure=f.__closure__)
attempt(f.__code__, closure=(CellType(5), CellType(7)))
attempt(f.__code__)
attempt(f.__code__, closure=None)
attempt(f.__code__, closure=f.__closure__[:1])
attempt(f.__code__, closure=list(f.__closure__))
attempt(f.__code__, closure=(f.__closure__[0], int))
attempt(plain.__code__, closure=f.__closure__)
attempt(plain.__code__, closure=())
attempt("result = 1", closure=())
attempt("result = 1", closure=None)
try:
    eval(f.__code__)
except TypeError as e:
    print(e)
