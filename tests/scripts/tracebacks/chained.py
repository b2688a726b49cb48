"""Context and cause in the traceback."""
def first():
    raise ValueError("one")
def second():
    try:
        first()
    except ValueError as e:
        raise KeyError("two") from e
try:
    second()
except KeyError:
    undefined_name
