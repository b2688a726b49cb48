# Float arithmetic at its edges: infinities, nans, signed zero, subnormals.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


inf, nan, tiny = float("inf"), float("nan"), 5e-324
values = [0.0, -0.0, 1.5, -2.5, inf, -inf, nan, tiny, 1e308]
for op in ("+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!="):
    for x in values:
        row = []
        for y in values:
            try:
                row.append(eval(f"x {op} y"))
            except Exception as e:
                row.append(type(e).__name__)
        print(op, x, row)
attempt(lambda: (0.1 + 0.2, 1e16 + 1, 1 / 3, -7.5 // 2, -7.5 % 2, 2 ** 0.5, 1e308 * 10, 1e-320 / 10), lambda: (1.5).as_integer_ratio(), lambda: inf.as_integer_ratio(), lambda: nan.as_integer_ratio(), lambda: (tiny).hex(), lambda: (2.0).is_integer(), lambda: (inf.is_integer(), nan.is_integer()), lambda: int(inf), lambda: int(nan), lambda: int(-1.9), lambda: int(1e20), lambda: round(-0.5), lambda: (1.5).conjugate(), lambda: (1.5).real, lambda: (1.5).imag, lambda: float.fromhex("0x1.8p1"), lambda: float.fromhex("inf"), lambda: float.fromhex("zz"), lambda: float.__getformat__("double")[:4], lambda: abs(-0.0), lambda: -0.0 == 0.0, lambda: str(-0.0), lambda: min(0.0, -0.0), lambda: max(-0.0, 0.0), lambda: hash(-0.0) == hash(0), lambda: bool(nan), lambda: bool(-0.0), lambda: (1.0).__eq__(1), lambda: (1.0).__eq__("1"), lambda: 2 ** 53 + 1.0 == 2 ** 53 + 1, lambda: 2 ** 53 + 1 > float(2 ** 53), lambda: 10 ** 400 > 1e308, lambda: 10 ** 400 == inf, lambda: -10 ** 400 < -inf, lambda: 1 < nan, lambda: sorted([inf, 3, -inf, 2 ** 70, 0.5]), lambda: divmod(5.5, -2), lambda: divmod(-0.0, 1), lambda: math_trunc(2.7))
def math_trunc(x): return x.__trunc__(), x.__floor__(), x.__ceil__(), x.__round__(), x.__int__()
attempt(lambda: math_trunc(-2.5), lambda: inf.__floor__(), lambda: nan.__ceil__())
