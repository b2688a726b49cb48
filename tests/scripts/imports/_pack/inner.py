from . import name
text = "inner of " + name
def up(): return name.upper()
