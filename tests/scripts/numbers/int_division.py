# Integer division, modulo and powers with all signs and sizes.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


values = [1, -1, 2, -3, 7, -10, 2 ** 31, -2 ** 63, 10 ** 25, -(10 ** 25 + 3), 3 ** 80, True]
for x in [0] + values:
    print(x, [(x // y, x % y) for y in values], [divmod(x, y) == (x // y, x % y) for y in values].count(False), all((x // y) * y + x % y == x for y in values))
    print([x / y for y in values])
attempt(lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 0 ** -1, lambda: 1 // 0.0, lambda: 1 % 0.0, lambda: 10 ** 400 / 3, lambda: 10 ** 400 / 10 ** 399, lambda: (10 ** 400) // (10 ** 399), lambda: 1 / 10 ** 400, lambda: 2 ** 1024 / 1, lambda: float(2 ** 1024), lambda: 2.0 ** 1024, lambda: (-8) ** (1 / 3), lambda: 0 ** 0, lambda: (-2) ** 3, lambda: -2 ** 2, lambda: 2 ** -2, lambda: (-1) ** 0.5, lambda: 2 ** 3 ** 2, lambda: (2 ** 53 + 1) / 1, lambda: 9007199254740993 / 3, lambda: 5 // 2.0, lambda: -5 % 3.0, lambda: 5 % -3.0, lambda: 5.5 // -2, lambda: -0.0 % 3, lambda: 1e308 % 3, lambda: float("inf") % 3, lambda: 3 % float("inf"), lambda: -3 % float("inf"), lambda: 7 // True, lambda: "a" // 2, lambda: 7 // None)
print(pow(7, 300, 10 ** 9 + 7), pow(-7, 3, 5), pow(7, -2, 11), pow(3, 5, -7), pow(0, 0, 1), pow(5, 0, 1), hash(3 ** 80 // 2), 17 ** 40 % 10 ** 20, -(3 ** 50) // 7 ** 20, str(2 ** 500)[-20:])
