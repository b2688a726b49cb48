# Complex arithmetic, comparison, parsing, repr of every sign.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


values = [0j, 1 + 2j, -1.5j, complex(-0.0, 0.0), complex(float("inf"), 1), complex(1, float("nan")), 3 + 0j, 1e200 + 1e200j]
for x in values:
    for op in ("+", "-", "*", "/", "**", "=="):
        row = []
        for y in values + [2, 0.5, True]:
            try: row.append(eval(f"x {op} y"))
            except Exception as e: row.append(type(e).__name__)
        print(x, op, row)
attempt(lambda: -(1 + 2j), lambda: +(1 + 2j), lambda: ~1j, lambda: abs(3 + 4j), lambda: abs(1e308 + 1e308j), lambda: (1 + 2j).conjugate(), lambda: (1 + 2j).real, lambda: 1j < 2j, lambda: 1j // 1, lambda: 1j % 1, lambda: divmod(1j, 1), lambda: int(1j), lambda: float(1 + 0j), lambda: round(1j), lambda: bool(0j), lambda: hash(1 + 0j) == hash(1), lambda: 1j ** 2, lambda: 1j ** 0.5, lambda: 0j ** 0, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: pow(1j, 2, 3), lambda: 2 ** (1 + 1j), lambda: (1 + 1j) ** 100, lambda: (1 + 1j) ** -3, lambda: 1 / 0j, lambda: complex("1+2j"), lambda: complex(" ( 1-2j ) "), lambda: complex("j"), lambda: complex("-j"), lambda: complex("1e5-infj"), lambda: complex("nan+nanj"), lambda: complex("1 + 2j"), lambda: complex("1+2"), lambda: complex(""), lambda: complex("1j2"), lambda: complex("1_0+1_1j"), lambda: complex("(1"), lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex(1j, 1j), lambda: complex(1, 2j), lambda: complex(real=1, imag=2), lambda: complex(), lambda: complex(None), lambda: complex([]), lambda: complex(b"1"), lambda: type("C", (), {"__complex__": lambda s: 5j}) and complex(type("C", (), {"__complex__": lambda s: 5j})()), lambda: complex(type("F", (), {"__float__": lambda s: 2.5})()), lambda: complex(type("I", (), {"__index__": lambda s: 7})(), 1), lambda: 1j.__getnewargs__(), lambda: (1j).__eq__("x"), lambda: 1j == 1j, lambda: 5 == 5 + 0j, lambda: {1: "a"}[1 + 0j], lambda: sum([1j, 2]), lambda: 1.5j.imag, lambda: 1_0.0_1j, lambda: 1e3J, lambda: 00j, lambda: repr(complex(-0.0, -0.0)), lambda: repr(-0j), lambda: str(1e16 + 1j), lambda: complex(1, -0.0), lambda: setattr(1j, "real", 2), lambda: sorted([1j, 2j]), lambda: max(1j, 2), lambda: 10 ** 400 + 1j, lambda: 1j * 10 ** 400, lambda: 1j == 10 ** 400)
