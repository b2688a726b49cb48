"""Frames whose source cannot be read: exec, eval, lambda, a name that is no file."""
import sys


def attempt(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)

attempt(lambda: exec("def f():\n    1 / 0\nf()"))
attempt(lambda: eval("[1][2]"))
attempt(lambda: exec(compile("x = 1\ny = x +\\\n None", "nowhere.py", "exec")))
attempt(lambda: exec(compile("raise ValueError('v')", "<>", "exec")))
attempt(lambda: eval(compile("(lambda: 1 / 0)()", "", "eval")))
code = compile("\n\n\nundefined", sys.argv[0] + "x", "exec")
exec(code)
