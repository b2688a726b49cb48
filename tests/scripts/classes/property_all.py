"""property: getter, setter, deleter, docs, copies, subclasses, errors' texts."""


class A:
    def __init__(self):
        self._x = 0

    @property
    def x(self):
        "doc of x"
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        self._x = "deleted"

    read_only = property(lambda self: 1)
    write_only = property(None, lambda self, v: print("wrote", v))
    nothing = property()
    with_doc = property(doc="given")

a = A()
a.x = 5
print(a.x, A.x.__doc__, A.with_doc.__doc__, A.read_only.__doc__)
del a.x
print(a.x)
a.write_only = 3


class Plain:
    p = property(lambda s: 1)
    anonymous = None

anonymous = property()
for f in (lambda: setattr(a, "read_only", 1), lambda: a.write_only, lambda: a.nothing,
          lambda: delattr(a, "read_only"), lambda: delattr(a, "nothing"), lambda: setattr(a, "nothing", 1),
          lambda: anonymous.__get__(a), lambda: anonymous.__set__(a, 1), lambda: anonymous.__delete__(a),
          lambda: setattr(A.x, "fget", 1), lambda: property(1, 2, 3, 4, 5), lambda: property(x=1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(A.x.fget.__name__, A.x.fset.__name__, A.x.fdel.__name__, A.read_only.fset, A.x.__get__(None) is A.x)


class B(A):
    @A.x.getter
    def x(self):
        return "B", super().x

    @property
    def read_only(self):
        return "overridden"

b = B()
b.x = 9
print(b.x, b.read_only, B.x.fset is A.x.fset)


class MyProp(property):
    "a subclass"
    extra = 1

    def __get__(self, obj, owner=None):
        return "through", super().__get__(obj, owner) if obj else self


class C:
    @MyProp
    def p(self):
        "doc of p"
        return 1

    @p.setter
    def p(self, v): pass

print(C().p, type(C.__dict__["p"]).__name__, C.__dict__["p"].__doc__, C.p[1].extra)
p = property(lambda s: 1)
p.__doc__ = "changed"
print(p.__doc__, property(lambda s: 1).__isabstractmethod__)


class Abstract:
    __isabstractmethod__ = True

    def __call__(self):
        pass

print(property(Abstract()).__isabstractmethod__, property(len, Abstract()).__isabstractmethod__)


class Shadow:
    @property
    def y(self):
        return "property wins"

s = Shadow()
s.__dict__["y"] = "in the dict"
print(s.y, vars(s))
p.__init__(lambda s: 2)
print(p.fget(0), p.__doc__)
try:
    class E:
        def f(self): pass
        g = f.setter
except AttributeError as e:
    print(e)
