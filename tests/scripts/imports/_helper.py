"""Imported by neighbour.py."""
print("helper runs")
__all__ = ["exported", "count"]
value = 7
exported = "yes"
hidden = "no"
n = 0
def double(x): return x * 2
def count():
    global n
    n += 1
    return n
