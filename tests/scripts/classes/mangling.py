"""Private names: where they are mangled, and where not."""


class A:
    __x = 1
    __dunder__ = 2
    _single = 3

    def __method(self): return "private"

    def get(self):
        __local = 5
        return self.__x, self.__method(), __local, list(locals())

    def by_string(self):
        return hasattr(self, "__x"), hasattr(self, "_A__x"), getattr(self, "_A__x")

    def params(self, __p, *, __k=1):
        return __p, __k

    def importing(self):
        import os.path as __o
        return "_A__o" in locals()

    def nested(self):
        def __inner(): return 1
        return __inner.__name__, __inner.__qualname__

    def comp(self):
        return [__y for __y in (1, 2)]

    def glob(self):
        global __g
        __g = 7

    def deleting(self):
        self.__z = 1
        del self.__z
        return vars(self)

    def keyword_call(self):
        return dict(__a=1)

    def handler(self):
        try:
            1 / 0
        except ZeroDivisionError as __e:
            return "_A__e" in locals()

    def walrus(self):
        return (__w := 3), "_A__w" in locals()

    class __Inner:
        __y = 1

a = A()
print([k for k in vars(A) if not k.startswith("__")])
print(a.get(), a.by_string(), a.params(1, _A__k=2), a.importing(), a.nested(), a.comp(), a.deleting(), a.keyword_call(), a.handler(), a.walrus())
a.glob()
print("_A__g" in globals())
print(A._A__Inner.__name__, [k for k in vars(A._A__Inner) if "y" in k])


class _Under:
    __v = 1

    def f(self): return self.__v

print([k for k in vars(_Under) if "v" in k], _Under().f())


class __:
    __w = 1

print([k for k in vars(__) if "w" in k])


class Sub(A):
    def get(self):
        try:
            return self.__x
        except AttributeError as e:
            return str(e)

print(Sub().get())


class Match:
    def f(self, x):
        match x:
            case {"k": __v}:
                return "_Match__v" in locals()

print(Match().f({"k": 1}))


class Annot:
    __a: int = 1
    __b: "x"

print(Annot.__annotations__)


class Slots:
    __slots__ = ("__s", "t")

    def __init__(self): self.__s = 1

print(Slots()._Slots__s)
try:
    A().params(1, __k=2)
except TypeError as e:
    print(e)
