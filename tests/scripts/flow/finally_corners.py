# return, break and continue in finally, and what they throw away.
def log(*words):
    print(*words, end="; ")
def ret_over_ret():
    try: return "a"
    finally: return "b"
def ret_over_raise():
    try: 1 / 0
    finally: return "swallowed"
def break_over_raise():
    for i in range(3):
        try: 1 / 0
        finally: break
    return i
def continue_over_raise():
    n = 0
    for i in range(3):
        try: 1 / 0
        finally:
            n += 1
            continue
    return n
def continue_over_return():
    for i in range(3):
        try: return i
        finally:
            if i < 2: continue
def break_over_return():
    while True:
        try: return 1
        finally: break
    return 2
def value_kept():
    x = 1
    try: return x
    finally: x = 2
def list_kept():
    x = [1]
    try: return x
    finally: x.append(2)
def nested():
    try:
        try: return log("in") or 1
        finally: log("f1")
    finally: log("f2")
def raise_in_finally():
    try: return 1
    finally: raise KeyError("f")
def else_and_finally():
    for i in range(2):
        try: log("try")
        except ValueError: log("no")
        else:
            log("else")
            if i: break
        finally: log("fin")
    else: log("loop else")
    return i
def except_return():
    try: 1 / 0
    except ZeroDivisionError as e: return str(e)
    finally: log("e" in locals())
def loop_else():
    while False: pass
    else: log("w")
    for _ in (): pass
    else: log("f")
    for _ in (1,): continue
    else: log("c")
    for _ in (1,): break
    else: log("never")
def generator():
    try: yield 1
    finally:
        log("closing")
        yield 2
def with_return():
    class M:
        def __enter__(self): return self
        def __exit__(self, *a): log(a[0]); return True
    for i in range(3):
        with M():
            if i == 0: continue
            if i == 1: 1 / 0
            return i
def deep():
    for a in range(2):
        try:
            for b in range(2):
                try:
                    if b: break
                    continue
                finally: log("b", a, b)
            else: log("no")
        finally: log("a", a)
    return "done"
def yield_in_finally_return():
    def g():
        try: return "r"
        finally: yield "y"
    i = g()
    log(next(i))
    try: next(i)
    except StopIteration as e: return e.value
def del_as_name():
    e = 5
    try: raise ValueError
    except ValueError as e: pass
    try: return e
    except UnboundLocalError as u: return str(u)


for f in list(globals().values()):
    if callable(f) and getattr(f, "__module__", 0) == __name__ and f.__name__ not in ("log", "generator"):
        try: print(f.__name__, f())
        except Exception as e: print(f.__name__, type(e).__name__, e, repr(e.__context__))
g = generator()
print(next(g))
try: g.close()
except RuntimeError as e: print(e)
