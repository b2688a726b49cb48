# needs: sympy
"""SymPy: derivatives, integrals, equations, matrices, series, primes."""
from sympy import (Function, Matrix, Rational, apart, cos, diff, dsolve, exp,
                   expand, factor, factorint, integrate, latex, limit, log, oo,
                   pi, prime, pretty, series, simplify, sin, solve, sqrt,
                   summation, symbols, tan)

x, y, z, n = symbols("x y z n")
f = Function("f")
print(expand((x + y + z) ** 6))
print(factor(x ** 8 - y ** 8), apart(1 / (x ** 3 - x), x))
print(diff(sin(x) * exp(x ** 2) / log(x), x))
print(integrate(x ** 2 * cos(x), x), integrate(exp(-x ** 2), (x, -oo, oo)))
print(solve(x ** 3 - 6 * x ** 2 + 11 * x - 6, x), solve([x + y - 3,
                                                         x - y - 1], [x, y]))
print(solve(x ** 2 + x + 1, x), solve(x ** 4 - 5 * x ** 2 + 4, x))
print(series(tan(x), x, 0, 9), limit(sin(x) / x, x, 0),
      limit((1 + 1 / x) ** x, x, oo))
m = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])
print(m.det(), m.inv(), m.charpoly().as_expr(), (m ** 5).tolist())
print(simplify(sin(x) ** 2 + cos(x) ** 2), simplify((x ** 2 - 1) / (x - 1)))
print(dsolve(f(x).diff(x, 2) + f(x), f(x)))
print(factorint(2 ** 64 - 1), prime(1000), summation(1 / n ** 2, (n, 1, oo)))
print(pi.evalf(60), sqrt(2).evalf(40), Rational(22, 7) - Rational(1, 3))
print(latex(integrate(1 / (1 + x ** 3), x)))
print(pretty(diff(sqrt(x) / (1 + x ** y), x), use_unicode=False))
