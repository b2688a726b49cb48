# What return, break, continue and raise do across try, except, else, finally.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


def a():
    try: return "try"
    finally: print("finally a")
def b():
    try: return "try"
    finally: return "finally"
def c():
    try: 1 / 0
    except ZeroDivisionError: return "except"
    else: return "else"
    finally: print("finally c")
def d():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("body", i)
        finally: print("finally", i)
    else: print("else")
    return i
def e():
    while True:
        try: return "return"
        finally: break
    return "after break"
def f():
    try: raise ValueError("lost")
    finally: return "swallowed"
def g():
    for i in range(2):
        try: raise KeyError(i)
        except KeyError: continue
        finally: print("f", i)
    return "done"
def h():
    try:
        try: raise ValueError("inner")
        finally: raise KeyError("from finally")
    except KeyError as x: return repr(x), repr(x.__context__)
def i():
    x = [1]
    try: return x
    finally: x.append(2); x = None
def j():
    n = 1
    try: return n
    finally: n = 2
def k():
    try: pass
    except Exception: return 1
    else:
        try: return "else"
        finally: print("inner finally")
    finally: print("outer finally")
def l():
    try:
        with open("/dev/null") as fh:
            try: return fh.closed
            finally: print("open", fh.closed)
    finally: print("now", fh.closed)
def m():
    def gen():
        try: yield 1; yield 2
        finally: print("gen closed")
    for v in gen():
        try: break
        finally: print("breaking")
    return v
def n():
    try:
        raise SystemExit(3)
    except BaseException as x:
        try: raise
        except SystemExit as y: return x is y, y.code
def o():
    for _ in "a":
        for _ in "b":
            try: break
            finally:
                try: continue
                finally: print("deep")
        else: print("never")
    return "o"
def p(v):
    try: return {}[v]
    except KeyError as err: return f"no {err}"
    except TypeError: return "unhashable"
    except (ValueError, AttributeError): return "other"
    finally: v = None
def q():
    try: return 1 / 0
    except ArithmeticError: raise LookupError("new") from None
attempt(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, lambda: p("k"), lambda: p([]), q)
