# Calls functions, and prints what each raised to standard error as the
# interpreter itself does.
import sys


def report(*functions):
    for f in functions:
        print("--", f.__name__, file=sys.stderr)
        try:
            f()
        except BaseException:
            sys.__excepthook__(*sys.exc_info())
