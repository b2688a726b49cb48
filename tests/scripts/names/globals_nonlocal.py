"""Where a name lives."""
x = "global"
def read(): return x
def write():
    global x, made
    x = "changed"
    made = 1
def outer():
    x = "outer"
    def middle():
        nonlocal x
        x += "!"
        def inner():
            nonlocal x
            x += "?"
            return x
        return inner
    return middle()(), x
print(read(), outer())
write()
print(x, made)
def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 1
    del y
    try:
        y
    except UnboundLocalError as e:
        print(e)
unbound()
try:
    nothing
except NameError as e:
    print(e, e.name)
def free():
    def use():
        return late
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    late = 1
    return use()
print(free())
class C:
    x = "class"
    def method(self): return x
    y = x
    z = [x for _ in range(1)]
print(C().method(), C.y, C.z)
