# Modules that import each other, before and after importlib is there.
import sys
import _around_a

import importlib
del sys.modules["_around_a"], sys.modules["_around_b"]
import _around_a
