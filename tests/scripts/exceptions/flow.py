"""try, except, else, finally in every combination."""
def f(what):
    try:
        print("try", what)
        if what == "raise": raise ValueError("v")
        if what == "return": return "from try"
        if what == "key": {}["k"]
    except ValueError as e:
        print("except", e)
        return "from except"
    except (KeyError, IndexError) as e:
        print("lookup", repr(e))
    else:
        print("else")
    finally:
        print("finally")
    return "end"
for w in ("none", "raise", "return", "key"): print(f(w))
def override():
    try: return "lost"
    finally: return "kept"
print(override())
def loop():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally: print("fin", i)
    else: print("no break")
loop()
def swallow():
    for i in range(2):
        try: raise KeyError(i)
        finally: continue
    return "swallowed"
print(swallow())
try:
    try: raise ValueError("inner")
    finally: print("cleanup")
except ValueError as e: print("outer", e)
try: e
except NameError as err: print(err)
def nested():
    try:
        try: 1 / 0
        except ZeroDivisionError: raise KeyError("second")
    except KeyError as e: return repr(e.__context__), e.__cause__, e.__suppress_context__
print(nested())
def chained():
    try:
        try: 1 / 0
        except ZeroDivisionError as z: raise KeyError("second") from z
    except KeyError as e: return e.__cause__ is e.__context__, e.__suppress_context__
print(chained())
try: raise ValueError
except ValueError as e: print(repr(e), e.args)
for bad in (lambda: exec("raise 1"), lambda: exec("raise"), lambda: exec("raise ValueError from 1")):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
try:
    try: raise TypeError("t")
    except ValueError: print("no")
except TypeError as e: print("passed through", e)
