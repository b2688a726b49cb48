"""Order of calls of operators: reflected, subclasses first, in place, rich comparison."""


def tracer(*names):
    ns = {}
    for name in names:
        def method(self, *args, _name=name):
            print(f"  {type(self).__name__}.{_name}{tuple(type(a).__name__ for a in args)}")
            return self.answer
        ns[f"__{name}__"] = method
    return ns

ARITH = "add sub mul truediv floordiv mod divmod pow lshift rshift and or xor matmul".split()
A = type("A", (), {**tracer(*ARITH, *("r" + n for n in ARITH)), "answer": NotImplemented})
B = type("B", (), {**tracer(*("r" + n for n in ARITH)), "answer": "B!"})
Sub = type("Sub", (A,), {**tracer("radd", "rsub"), "answer": "Sub!"})
SubPlain = type("SubPlain", (A,), {"answer": "plain!"})
I = type("I", (), {**tracer("iadd", "add", "imul", "imatmul"), "answer": "in place"})
a, b, sub, plain, i = A(), B(), Sub(), SubPlain(), I()
print(a + b, a - b, a ** b, a @ b, a // b, divmod(a, b), a << b, a | b)
print(a + sub, a - sub)
print(a + plain)
print(sub + a)
try:
    print(a + a)
except TypeError as e:
    print(e)
try:
    pow(a, b, 5)
except TypeError as e:
    print(e)
i += 1
print(i)
i = I()
i @= 2
print(i)
x = A()
try:
    x += 1
except TypeError as e:
    print(e)
x = A()
x += B()
print(x)

C = type("C", (), {**tracer("eq", "ne", "lt", "le", "gt", "ge"), "answer": NotImplemented})
D = type("D", (C,), {**tracer("eq", "gt", "lt"), "answer": "D says"})
c, d = C(), D()
print(c == d, c < d, c > d, d == c)
print(c == c, c != c, c == C())
try:
    c <= C()
except TypeError as e:
    print(e)


class OnlyEq:
    def __eq__(self, other):
        print("  eq")
        return []

print(OnlyEq() != 1, OnlyEq() == 1, OnlyEq.__hash__)
try:
    hash(OnlyEq())
except TypeError as e:
    print(e)


class Chain:
    def __init__(self, n): self.n = n

    def __lt__(self, other):
        print("  lt", self.n, other.n)
        return self.n < other.n and [self.n]

print(Chain(1) < Chain(2) < Chain(3), Chain(2) < Chain(1) < Chain(3), not Chain(1) < Chain(0))


class InPlaceNI:
    def __iadd__(self, other): return NotImplemented

    def __add__(self, other): return "added"

y = InPlaceNI()
y += 1
print(y)


class Contains:
    def __contains__(self, x):
        print("  contains", x)
        return x and [x]

print(1 in Contains(), 0 in Contains(), 2 not in Contains())
