"""An exception in a finalizer is reported and ignored."""
class D:
    def __del__(self): raise ValueError("in del")
d = D()
del d
print("went on")
