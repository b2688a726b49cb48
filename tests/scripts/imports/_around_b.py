import _around_a
try:
    _around_a.VALUE
except AttributeError as e:
    print(e)
try:
    from _around_a import VALUE
except ImportError as e:
    print(e.name, str(e).rpartition("(")[0])
