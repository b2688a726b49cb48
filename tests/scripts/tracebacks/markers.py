"""Where the carets go."""
x = {"a": {"b": None}}
def f(d):
    return d["a"]["b"]["c"] + len(d)
f(x)
