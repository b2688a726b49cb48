# complex: making, text, arithmetic, comparison, format, hash.
def attempt(function, *args, **names):
    try:
        return repr(function(*args, **names))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


INF, NAN = float("inf"), float("nan")
for text in ["", "1", "j", "+j", "-j", "1j", "1+2j", "1-2J", " 1+2j ", "(1+2j)", " ( 1+2j ) ", "(1+2j", "1 + 2j", "1+2",
             "1+j", "1+-2j", "1e3+1e-3j", "inf+nanj", "-infj", "nan", "1_0+1_0j", "1__0j", "_1j", "1j1", "1+2j3", "jj",
             "\u0661+\u0662j", "1+2j\0", "\ud800", "()", "1e500j", "infinityj", "i", "1+2i", ".5.5j", "1..j", "+-1j"]:
    print(text.encode("utf-8", "replace"), attempt(complex, text))
for args in [(), (1,), (1, 2), (1.5, -0.0), (1j, 2), (1, 2j), (1j, 2j), ("1", 2), (1, "2"), (None,), (1, None), ([],),
             (10**400,), (1, 10**400), (True, False), (b"1",), (1, 2, 3), (-0.0, -0.0), (INF, NAN)]:
    print(args if args[:1] != (10**400,) and args[1:2] != (10**400,) else "big", attempt(complex, *args))
print(attempt(complex, real=1, imag=2), attempt(complex, imag=3), attempt(complex, "1", imag=1), attempt(complex, rea=1))
for z in [0j, -0j, 1j, -1j, complex(-0.0, -0.0), complex(-0.0, 1), 1 + 0j, complex(INF, NAN), complex(NAN, -INF), 1e16 + 1e-5j]:
    print(z, repr(z), str(-z), attempt(abs, z), z.conjugate(), bool(z), +z, z.real, z.imag)
VALUES = [0j, 1j, 1 + 2j, -1.5, 2, True, complex(INF, 1), complex(0, NAN), 1e200 + 1e200j, 0]
for a in VALUES:
    for b in VALUES:
        print([attempt(f, a, b) for f in (complex.__add__, complex.__mul__, complex.__truediv__, pow, complex.__eq__)]
              if isinstance(a, complex) else [attempt(lambda: a + b), attempt(lambda: a / b), attempt(pow, a, b)])
print(attempt(lambda: 1j < 2j), attempt(lambda: 1j // 2), attempt(lambda: 1j % 2), attempt(divmod, 1j, 2))
print(attempt(int, 1j), attempt(float, 1j), attempt(abs, 1e308 + 1e308j), attempt(pow, 1j, 2, 3), attempt(round, 1j))
print(attempt(pow, 0j, -1), attempt(pow, 0j, 1j), attempt(pow, 1e300j, 2), (1 + 1j) ** 100, (1 + 1j) ** -3, (1 + 2j) ** 0.5)
print(hash(1 + 0j), hash(1j), hash(1 + 2j), hash(complex(INF, 0)), hash(0j), 1 + 0j == 1, 1j == 1, 1 + 0j == "a")
for spec in ["", ".2f", "+.1e", ">20", "*^20.3f", "08", "=10", "%", "n", "g", ",", "_.1f", ".3", "s", "d", "-", "#.0f", "z.1f"]:
    print(spec, attempt(format, 1.5 - 2000.25j, spec), attempt(format, complex(-0.0, 0), spec))


class C(complex):
    def __complex__(self):
        return 5j


print(complex(C(1)), C(1) + 1, type(C(1) + 1), C(2j), attempt(setattr, 1j, "real", 2), (1j).__getnewargs__())
print((1j).__complex__(), type(C(1).__complex__()), attempt(complex, type("B", (), {"__complex__": lambda s: 1})()))
