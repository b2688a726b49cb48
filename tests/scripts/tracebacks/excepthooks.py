"""sys.excepthook: replaced, failing, missing; what is seen in it."""
import sys


def hook(kind, value, tb):
    print("hook", kind.__name__, value, tb.tb_lineno, sys.last_value is value
          if hasattr(sys, "last_value") else "no last_value")
    sys.__excepthook__(kind, value, tb)
    raise KeyError("the hook fails, too")

sys.excepthook = hook


def f():
    return 1 // 0

f()
