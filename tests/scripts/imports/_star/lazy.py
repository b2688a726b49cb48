__all__ = ("made", "real")
real = 1
def __getattr__(name):
    print("asked", name)
    if name == "made": return "made up"
    raise AttributeError(f"no {name} here")
def __dir__(): return ["made", "zz", "aa"]
