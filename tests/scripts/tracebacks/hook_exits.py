# A hook that exits.
import sys


def hook(kind, value, trace):
    print(kind.__name__, value.args)
    sys.exit(7)


sys.excepthook = hook
{}["no such key"]
