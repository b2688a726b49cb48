"""Text of floats and complex, and back."""
for v in (0.1, 1/3, 1e22, 1e21, 1e16, 123456789012345680.0, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308, -0.0, 2.0, 1e100, float("nan"), float("-inf"), 100.0, 1.5e300 * 1e10):
    print(repr(v), str(v), "%r" % v, f"{v:.3f}" if abs(v) < 1e20 else "", f"{v:g}", f"{v:.3e}")
print(float("1e5"), float(" -3.5 "), float("1_000.5"), float("infinity"), float("0x1p3".replace("0x1p3", "8")))
print(1j * 1j, 2 + 3j, -1j, complex("1+2j"), complex(1, -0.0), (1 + 2j).conjugate(), abs(3 + 4j), (1+2j) / (3-4j), (1+1j) ** 2)
print(3.7 // 1, 3.7 % 1, -3.7 // 1, int(-3.7), round(3.14159, 3), (0.5).as_integer_ratio(), (2.5).is_integer(), (3.0).is_integer(), 3.5.hex(), float.fromhex("0x1.8p+1"))
print(0.1 + 0.2 == 0.3, 1e308 + 1e308, hash(1.0) == hash(1), hash(0.5), hash(float("inf")), sum([0.1] * 10), 2**0.5, 10.0 ** 20, 1.0 == 1)
