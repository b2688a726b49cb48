"""More errors in a group than are shown, and deeper than is shown."""
import sys

deep = ValueError("bottom")
for n in range(12):
    deep = ExceptionGroup(f"level {n}", [deep])
many = ExceptionGroup("many", [ValueError(n) for n in range(20)])
try:
    raise many
except ExceptionGroup as e:
    sys.excepthook(type(e), e, e.__traceback__)
raise deep from many
