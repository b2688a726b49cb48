# repr and str of floats, and float() of text.
import struct

VALUES = [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 1e17, 123456789012345680.0, 1e-4, 1e-5, 0.00012345, 1e22, 1e23,
          5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 1 / 3, 2 / 3,
          100.0, 1e100, 4.35, 2.675, 0.3, 0.1 + 0.2, 9007199254740993.0, 1.1e-7, 99999999999999990.0]
for value in VALUES:
    print(repr(value), str(-value), repr(value * 3), value.hex(), value.is_integer())
seed = 12345
for i in range(300):
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    value = struct.unpack("<d", struct.pack("<Q", seed))[0]
    text = repr(value)
    print(text, float(text) == value or value != value)
for text in ["", " ", "1", " 1.5 ", "1_0.5", "1__0", "_1", "1_", "1e5", "1e", "e5", ".", ".5", "5.", "+.5e-3",
             "inf", "-INF", "+Infinity", "infinit", "nan", "-nan", "NaN", "nan(1)", "1.5x", "0x10", "1e400",
             "-1e400", "1e-400", "\u0661.\u0665", "1\u00a0", "1\x00", "\ud800", "1,5", "1_0e1_0", "1._5", "1_.5",
             "infinity", "1e+", "--1", "1 2", b"1.5", b"1_5", b"x", bytearray(b" 2 "), memoryview(b"3.5"),
             "9" * 400, "0." + "0" * 400 + "1", "1" + "0" * 400 + "e-400", "\u20031\u2003"]:
    try:
        print(repr(float(text)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
for args in [(), (1, 2), (None,), ([],), (1j,), (10**308,), (10**309,), (-10**400,), (2**1024 - 2**970,),
             (2**1024 - 2**970 - 1,), (2**53 + 1,), (True,)]:
    try:
        print(float(*args))
    except Exception as e:
        print(type(e).__name__, e)
