"""What unsupported operands say, for all operators, in all positions."""
import operator


class A:
    pass


class NI:
    def ni(self, *a):
        return NotImplemented
    for _n in ("add sub mul truediv floordiv mod divmod pow lshift rshift and or xor matmul "
               "radd rsub rmul rtruediv rmod iadd eq lt le gt ge ne").split():
        locals()[f"__{_n}__"] = ni
    del _n, ni

pairs = [(A(), A()), (A(), 1), (1, A()), (NI(), NI()), (NI(), A()), (None, 1),
         ([1], (1,)), ("a", 1), (1, "a"), ({}, {}), (b"a", "a"), (1.5, "x"), (range(2), range(2))]
binary = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift",
          "and_", "or_", "xor", "matmul", "lt", "le", "gt", "ge", "iadd", "isub", "imul",
          "imatmul", "ior", "ipow", "ilshift"]
for x, y in pairs:
    seen = {}
    for name in binary:
        try:
            r = getattr(operator, name)(x, y)
        except TypeError as e:
            r = str(e)
        seen.setdefault(str(r) if not isinstance(r, (A, NI)) else "object", []).append(name)
    print(type(x).__name__, type(y).__name__, seen)
for f in (lambda: divmod(A(), 1), lambda: divmod(1, A()), lambda: pow(A(), 1), lambda: pow(1, A(), 2),
          lambda: pow(2, 3, A()), lambda: -A(), lambda: +A(), lambda: ~A(), lambda: abs(A()),
          lambda: ~1.5, lambda: -"x", lambda: A()[0], lambda: A()(), lambda: len(A()),
          lambda: iter(A()), lambda: next(A()), lambda: 1 in A(), lambda: round(A()), lambda: int(A()),
          lambda: float(A()), lambda: complex(A()), lambda: hash([]), lambda: reversed(A()),
          lambda: operator.index(A()), lambda: bytes(A()), lambda: sorted([A(), A()]),
          lambda: max(1, "a"), lambda: sum(["a"]), lambda: sum([[1], [2]]), lambda: "%d" % A(),
          lambda: "a" "b" @ 1, lambda: [1] * 1.5, lambda: [1] * [2], lambda: "a" * None,
          lambda: {1} | [2], lambda: {1: 2} | [3], lambda: [] + 5, lambda: () + [], lambda: print >> 1,
          lambda: print.x >> 1, lambda: 1 < "x" < 2, lambda: A() < A()):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(e)


def aug(x, y):
    for op in ("+=", "-=", "*=", "@=", "//=", "**=", ">>=", "&=", "^=", "|="):
        ns = {"x": x, "y": y}
        try:
            exec("x " + op + " y", ns)
            print(op, type(ns["x"]).__name__)
        except TypeError as e:
            print(op, e)

aug(A(), 1)
aug([], 1)
aug(NI(), NI())
