# Digits of doubles, the fewest and a given number of them, and back: edges of
# the quick way, ties, powers of two and of ten, and what is chosen at random.
import math
import random
import struct

random.seed(7)


def chosen():
    for _ in range(1500):
        yield random.random() * 10 ** random.randint(-6, 18)
        yield round(random.random() * 1000, random.randint(0, 6))
        yield random.randint(1 << 52, (1 << 53) - 1) * 2.0 ** -random.randint(
            0, 60)
        yield struct.unpack("d", struct.pack("Q", random.getrandbits(62)))[0]
    for bit in range(-80, 80):
        yield 2.0 ** bit
    for power in range(-20, 25):
        ten = float(f"1e{power}")
        yield from (math.nextafter(ten, 0), ten, math.nextafter(ten, math.inf))


for value in chosen():
    assert float(repr(value)) == value
    if value < 1e22:
        print(repr(value), f"{value:.{random.randint(0, 24)}f}",
              "%.2f" % value)
    else:
        print(repr(value))

for tie in (0.125, 0.375, 2.5, 3.5, 0.5, 1.5, 2.675, 1e14 + .5, -2.5,
            2251799813685248.25, 2251799813685248.75, 1e16, 1e-4):
    print(tie, "%.0f" % tie, "%.1f" % tie, "%.2f" % tie, "%+.22f" % tie,
          "%#.0f" % tie)

for text in ("1", "-0", "+.5", "5.", "1_0.2_5", "9007199254740993",
             "9007199254740992.0", "0.1", "123456789012345678",
             "1234567890123456789", "0.0000000000000000000001",
             "1e22", "1e23", " 2.5\n", "00000000000000000000012"):
    print(text.strip(), float(text))
for text in (".", "+", "1..2", "1.2.3", "1 2", "", "_1", "1_"):
    try:
        print(float(text))
    except ValueError as error:
        print(error)
