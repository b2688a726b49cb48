"""__call__, __new__ and __init__: what is passed, what may be returned, callable()."""


class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)

    def __init__(self, *args, **kw):
        print("init", args, kw)

    def __call__(self, *args, **kw):
        return args, kw

a = A(1, x=2)
print(a(3, y=4), callable(a), callable(A), callable(5))


class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        print("never")

print(Other())


class SubOut:
    def __new__(cls, sub=True):
        return object.__new__(Sub if sub else cls)

    def __init__(self, *a):
        print("init of", type(self).__name__, a)


class Sub(SubOut):
    pass

SubOut()
SubOut(False)
Sub(False) if False else None


class NoArgs:
    pass


class OnlyInit:
    def __init__(self, x): self.x = x


class OnlyNew:
    def __new__(cls, x): return super().__new__(cls)


class InitReturns:
    def __init__(self): return 5


class NewPassesOn:
    def __new__(cls, x): return super().__new__(cls, x)


class Both:
    def __new__(cls, x): return super().__new__(cls, x)

    def __init__(self, x): super().__init__(x)

for f in (lambda: NoArgs(1), lambda: NoArgs(x=1), lambda: OnlyInit(), lambda: OnlyInit(1).x, lambda: OnlyInit(1, 2),
          lambda: OnlyNew(), lambda: type(OnlyNew(1)).__name__, InitReturns, lambda: NewPassesOn(1), lambda: Both(1),
          lambda: object(1), lambda: object.__new__(int), lambda: object.__new__(5), lambda: object.__new__(),
          lambda: int.__new__(str), lambda: int.__new__(bool, 2), lambda: tuple.__new__(list), lambda: type(), lambda: type(1, 2),
          lambda: type("x", (), {}, 1), lambda: type(5, (), {}), lambda: type("a\0b", (), {}), lambda: type("x", [], {}),
          lambda: type("x", (5,), {}), lambda: (lambda: 0)(1), lambda: A.__call__, lambda: None(), lambda: "x"(), lambda: 5(),
          lambda: [](), lambda: object.__init__(1, 2), lambda: list.__init__([], 1, 2)):
    try:
        r = f()
        print(r if not callable(r) else "callable")
    except (TypeError, ValueError) as e:
        print(e)


class Inst:
    pass

i = Inst()
i.__call__ = lambda: "on the instance"
try:
    i()
except TypeError as e:
    print(e)
Inst.__call__ = lambda self: "on the class"
print(i())


class Loop:
    pass
Loop.__call__ = Loop()
try:
    Loop()()
except RecursionError as e:
    print("RecursionError")
