"""__getattr__, __getattribute__, __setattr__, __delattr__, __dir__ and module hooks."""
import types


class A:
    cls_attr = "class"

    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if name != "log":
            object.__getattribute__(self, "log").append("get " + name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        self.log.append("missing " + name)
        if name == "never":
            raise AttributeError("really never")
        return name.upper()

    def __setattr__(self, name, value):
        self.log.append(f"set {name}={value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append("del " + name)
        object.__delattr__(self, name)

    def __dir__(self):
        return ["z", "a", "m"]

a = A()
print(a.cls_attr, a.nothing, hasattr(a, "never"), getattr(a, "never", "default"))
a.x = 1
a.x += 1
del a.x
try:
    del a.x
except AttributeError as e:
    print(e)
print(a.log, dir(a))
for bad in (lambda: setattr(a, 5, 1), lambda: getattr(a, 5), lambda: delattr(a, None),
            lambda: hasattr(a, b"x"), lambda: getattr(a, "never")):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class BadDir:
    def __dir__(self):
        return 5

try:
    dir(BadDir())
except TypeError as e:
    print(e)


class Raises:
    def __getattr__(self, name):
        raise ValueError(name)

for f in (lambda: Raises().x, lambda: hasattr(Raises(), "x"), lambda: getattr(Raises(), "x", 1)):
    try:
        f()
    except ValueError as e:
        print("ValueError", e)


class PropRaises:
    @property
    def p(self):
        raise AttributeError("inside the property")

    def __getattr__(self, name):
        return "from getattr: " + name

print(PropRaises().p)


class Recursive:
    def __getattr__(self, name):
        return self.other

try:
    Recursive().x
except RecursionError as e:
    print("RecursionError")

m = types.ModuleType("m")
m.__getattr__ = lambda name: "module " + name
m.__dir__ = lambda: ["q", "b"]
print(m.anything, dir(m), m.__name__)
try:
    types.ModuleType("n").x
except AttributeError as e:
    print(e)
try:
    object().x = 1
except AttributeError as e:
    print(e)
try:
    (5).real = 1
except AttributeError as e:
    print(e)
try:
    del "".join
except AttributeError as e:
    print(e)
