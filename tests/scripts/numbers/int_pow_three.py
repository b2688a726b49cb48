# pow with a modulus: signs, inverses, huge ones, wrong kinds.
def attempt(*args, **names):
    try:
        return pow(*args, **names)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


VALUES = (0, 1, -1, 2, 3, -3, 10, 97, -97, 2**64 + 13)
for base in VALUES:
    for power in (0, 1, 2, 5, -1, -2, 10**12 + 39):
        print(base, power, [attempt(base, power, m) for m in (1, -1, 2, 7, -7, 0, 2**61 - 1, 10**20)])
print(attempt(2, 3, 0), attempt(2, -1, 4), attempt(38, -1, 97), attempt(38, mod=97, exp=-1))
print(attempt(2.0, 3, 5), attempt(2, 3.0, 5), attempt(2, 3, 5.0), attempt(2, 3, None))
print(attempt("a", 2), attempt(2, "a"), attempt(2, 3, "a"), attempt(2), attempt(), attempt(1, 2, 3, 4))
print(attempt(base=2, exp=5), attempt(2j, 2, 3), attempt(0, -1), attempt(0.0, -1), attempt(0j, -1))
print(attempt(-8, 1 / 3), attempt(-8.0, 0.5), attempt(10.0, 400), attempt(2, 0.5), attempt(-1, 0.5))
print((2).__pow__(3, 5), (2).__pow__(3.0), (2).__rpow__(3), (2).__pow__(-1))
print((3).__rpow__(2, 7), (2.0).__pow__(3), (2.0).__rpow__(3))


class Modular:
    def __pow__(self, other, mod=None):
        return ("pow", other, mod)

    def __rpow__(self, other, mod=None):
        return ("rpow", other, mod)


print(pow(Modular(), 2), pow(Modular(), 2, 3), pow(2, Modular()), attempt(2, Modular(), 3))
m = Modular()
m **= 4
print(m)
