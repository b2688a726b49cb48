"""Numbers: every operator, signs and sizes."""
for a in (7, -7, 0, 10**20, -(10**20), 2**63 - 1, -2**63):
    for b in (2, -2, 3, 10**10, -(10**15), 2**64):
        print(a + b, a - b, a * b, a // b, a % b, divmod(a, b), a & b, a | b, a ^ b)
print(2**100, (-2)**3, 2**-2, 0**0, pow(3, 200, 1000007), pow(3, -1, 7))
print(1 << 70, -1 << 70, (1 << 70) >> 60, -(1 << 70) >> 69, -5 >> 1, ~5, ~(1 << 65))
print(7 / 2, 1 / 3, 10**30 / 10**29, -7 // 2, 7.5 // 2, -7.5 % 2, divmod(-7.5, 2))
print(1e16 + 1, 0.1 + 0.2, 1e308 * 10, -1e308 * 10, 5e-324 / 2)
print(int("-12_3"), int("ff", 16), int("0b101", 0), int(" 42 "), int(3.99), int(-3.99))
print(10**50, str(3**200), hex(2**70), oct(-8), bin(10))
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: 1.0 / 0, lambda: 0 ** -1, lambda: 1 << -1):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2))
print(abs(-3), abs(-2.5), abs(-(2**70)), +True, -True, not 0, True + True)
print((123).bit_length(), (2**70).bit_length(), (-1).bit_count(), (5).to_bytes(2, "big"), int.from_bytes(b"\x01\x02", "little"))
