# KeyboardInterrupt that leaves the script is shown like others.
import sys


def deep(n):
    if n:
        deep(n - 1)
    raise KeyboardInterrupt("by hand", n)


try:
    deep(3)
except KeyboardInterrupt as e:
    sys.__excepthook__(type(e), e, e.__traceback__)
print("handled")
