# breakpoint() without a debugger: PYTHONBREAKPOINT says what is called.
import os
import sys
import warnings

warnings.simplefilter("always")


def told(*args, **named):
    print("called", args, named)
    return "answer"


sys.modules["pdb"] = type(sys)("pdb")
sys.modules["pdb"].set_trace = told
for value in "", "0", "__main__.told", "len", ".told", "nowhere", "no.such":
    os.environ["PYTHONBREAKPOINT"] = value
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(repr(value), breakpoint([1, 2]))
    for w in caught:
        print(w.category.__name__, w.message)
del os.environ["PYTHONBREAKPOINT"]
print(breakpoint(1, two=2))
sys.breakpointhook = lambda: print("own")
breakpoint()
