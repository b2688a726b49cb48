import sys
print("b begins")
from . import a
print("b has", sorted(n for n in vars(a) if not n.startswith("__")))
seen = a.first
try:
    a.second
except AttributeError as e:
    print(e)
try:
    from .a import second
except ImportError as e:
    print(str(e).split(" (/")[0], "|", e.name)
import _cycle.a as also
print("b ends", also is a)
