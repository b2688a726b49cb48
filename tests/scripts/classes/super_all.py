"""super(): with and without arguments, in odd places, for class methods, in diamonds."""


class A:
    def who(self):
        return ["A"]

    @classmethod
    def cm(cls):
        return ["A", cls.__name__]

    @staticmethod
    def sm():
        return "A.sm"

    @property
    def prop(self):
        return "A.prop"
    attr = "A.attr"


class B(A):
    def who(self):
        return ["B"] + super().who()

    @classmethod
    def cm(cls):
        return ["B"] + super().cm()

    @staticmethod
    def sm():
        return super(B, B).sm()

    @property
    def prop(self):
        return "B+" + super().prop

    def attr_of(self):
        return super().attr


class C(A):
    def who(self):
        return ["C"] + super(C, self).who()


class D(B, C):
    def who(self):
        f = lambda: super().who()
        return ["D"] + [super(D, self).who() for _ in "x"][0], f is None

    def nested(self):
        def inner(x):
            return super(D, x).attr_of()
        return inner(self)

d = D()
try:
    print(d.who())
except RuntimeError as e:
    print(e)
print(d.cm(), d.sm(), d.prop, d.nested())


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


class E(A):
    def lambda_super(self):
        return (lambda: super().who())()

    def lambda_super_self(self):
        return (lambda self: super().who())(self)

    def deleted(self):
        del self
        return super().who()

    def rebound(self):
        self = 5
        return super().who()

    def no_args():
        return super().who()

    def star(*args):
        return super().who()

    def comp(self):
        return [super().who() for _ in "x"]

    def explicit_class(self):
        return __class__

    def generator(self):
        yield super().who()

    def cell_first(self):
        def use():
            return self
        return super().who(), use() is self

e = E()
for name in ("lambda_super", "lambda_super_self", "deleted", "rebound", "star",
             "comp", "explicit_class", "cell_first"):
    attempt(getattr(e, name))
attempt(E.no_args)
attempt(lambda: list(e.generator()))
attempt(lambda: super().x)
attempt(super)
attempt(super, 5)
attempt(super, A, 5)
attempt(super, A, E)
attempt(lambda: super(B, d).__thisclass__.__name__ + super(B, d).__self_class__.__name__)
attempt(lambda: super(B, d).nothing)
attempt(lambda: super(A, d).__init__.__qualname__)
s = super(B)
print(s.__self__, s.__get__(d, D).who(), s.__get__(None, D) is s)


class F(A):
    sup = None

    def who(self):
        return ["F"] + self.sup.who()

F.sup = super(F)
print(F().who())
attempt(lambda: setattr(super(B, d), "x", 1))
print(super(B, d).__class__, super(B, D).cm())


class G(A):
    def __getattribute__(self, name):
        print("  asked", name)
        return object.__getattribute__(self, name)

    def go(self):
        return super().who()

print(G().go())


class H:
    def __init_subclass__(cls):
        print("sub", cls.__name__, super().__init_subclass__())


class I(H):
    x = __qualname__
    try:
        __class__
    except NameError as n:
        print(n)
