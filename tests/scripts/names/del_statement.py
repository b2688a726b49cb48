"""del of names, attributes, items, slices."""
class A: pass
a = A(); a.x = 1; a.y = 2
del a.x
print(a.__dict__)
try: del a.x
except AttributeError as e: print(e)
l = list(range(10))
del l[0], l[-1], l[2:4], l[::3]
print(l)
d = {1: 2, 3: 4}
del d[1]
print(d)
try: del d[1]
except KeyError as e: print(repr(e))
try: del l[100]
except IndexError as e: print(e)
x = 1
del x
try: del x
except NameError as e: print(e)
try: del (1,)[0]
except TypeError as e: print(e)
