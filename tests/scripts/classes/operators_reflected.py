# Which operand's method is asked, when: reflected, subclasses, in place.
import operator

NAMES = "add sub mul matmul truediv floordiv mod divmod lshift rshift and xor or pow".split()
log = []


def tracing(tag, answer=True, only=None):
    space = {}
    for n in NAMES:
        for prefix in ("", "r", "i"):
            if n == "divmod" and prefix == "i": continue
            name = f"__{prefix}{n}__"
            def method(self, other, *rest, name=name):
                log.append(f"{tag}.{name[2:-2]}")
                return tag if answer else NotImplemented
            if only is None or prefix in only: space[name] = method
    return space


A, B = type("A", (), tracing("A")), type("B", (), tracing("B", False))
SubA, PlainSub = type("SubA", (A,), tracing("SubA", True, ("r",))), type("PlainSub", (A,), {})
SubB = type("SubB", (B,), {"__radd__": lambda self, o: log.append("SubB.radd") or "SubB"})


def ops(n):
    fix = {"and": "and_", "or": "or_", "divmod": None}.get(n, n)
    yield n, (divmod if fix is None else getattr(operator, fix))
    if fix: yield "i" + n, getattr(operator, "i" + n.replace("divmod", "") if n not in ("and", "or") else "i" + n)


for n in NAMES:
    for name, op in ops(n):
        row = []
        for left, right in ((A(), B()), (B(), A()), (A(), SubA()), (A(), PlainSub()), (A(), 1), (1, A()), (B(), SubB()), (SubA(), A())):
            log.clear()
            try:
                result = op(left, right)
            except TypeError as e:
                result = "TypeError"
            row.append(f"{result}:{'>'.join(x.split('.')[0] + '.' + x.split('.')[1] for x in log)}")
        print(name, *row)


class NoneR:
    __radd__ = None
    __add__ = None
    __iadd__ = None
    __eq__ = None
    __lt__ = None
    __hash__ = None
    __iter__ = None
    __contains__ = None
    __getitem__ = lambda self, i: 1


class Sub(NoneR): pass


x = NoneR()
for f in (lambda: 1 + x, lambda: x + 1, lambda: operator.iadd(x, 1), lambda: x == 1, lambda: 1 == x, lambda: x < 1, lambda: 1 > x, lambda: hash(x), lambda: iter(x),
          lambda: 1 in x, lambda: x != 1, lambda: A() + x, lambda: B() + x, lambda: [*x], lambda: Sub() + Sub()):
    try:
        print(f())
    except TypeError as e:
        print(e)


class Pow:
    def __pow__(self, other, mod=None): return ("pow", other, mod)
    def __rpow__(self, other, mod=None): return ("rpow", other, mod)
    def __ipow__(self, other): return ("ipow", other)


p = Pow()
print(p ** 2, 2 ** p, pow(p, 2, 3), operator.ipow(p, 4), pow(p, 1))
for f in (lambda: pow(2, p, 3), lambda: pow(2, 3, p)):
    try:
        print(f())
    except TypeError as e:
        print(e)
