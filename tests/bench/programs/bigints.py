"""Integers of many digits: factorials, powers, a continued fraction."""


def pi_digits(count):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while count:
        if 4 * q + r - t < m * t:
            yield m
            count -= 1
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = (q * k, (2 * q + r) * x, t * x, k + 1,
                                (q * (7 * k + 2) + r * x) // (t * x), x + 2)


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


print("".join(map(str, pi_digits(600)))[-20:])
print(factorial(1500) % (10 ** 9 + 7), len(str(factorial(1200))))
print(sum(pow(3, k, 2 ** 127 - 1) for k in range(10 ** 20, 10 ** 20 + 400))
      % 1_000_003)
a, b = 0, 1
for _ in range(20_000):
    a, b = b, a + b
print(a.bit_length(), hex(a)[-12:])
