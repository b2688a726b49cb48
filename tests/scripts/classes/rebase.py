# Assigning __bases__, and metaclasses with an mro() of their own.
class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
class C(A): pass
class D(C): pass
d = D()
print(d.f())
C.__bases__ = (B,)
print(d.f(), D.__mro__, C.__subclasses__(), A.__subclasses__(), C.__base__)


def attempt(bases):
    try:
        C.__bases__ = bases
    except TypeError as e:
        print(e)


attempt((D,))
attempt((C,))
attempt((A, A))
attempt((dict,))
attempt((A, 3))
attempt(())
print(C.__bases__, D.__mro__)


class M(type):
    def mro(cls):
        return cls.order if hasattr(cls, "order") else type.mro(cls)


def make(order):
    try:
        class X(metaclass=M):
            pass
        X.order = order(X)
        X.__bases__ = (A,)
        print(X.__mro__)
    except TypeError as e:
        print("TypeError:", e)


make(lambda X: [X, dict, object])
make(lambda X: [X, 1])
make(lambda X: 1)
make(lambda X: [X, B, object])


# While a mro() assigns bases itself, the last to finish wins.
class Late(type):
    ready = False

    def mro(cls):
        if Late.ready and cls.__name__ == "B1":
            B2.__bases__ = (B1,)
        if Late.ready and cls.__name__ == "B2":
            B1.__bases__ = (B2,)
        return type.mro(cls)


class Top(metaclass=Late): pass
class B1(Top): pass
class B2(Top): pass
Late.ready = True
try:
    B1.__bases__ += ()
except TypeError as e:
    print(e)
Late.ready = False
print(B1.__mro__, B2.__mro__)
