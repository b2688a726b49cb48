# to_bytes, from_bytes, as_integer_ratio and the other methods.
def attempt(function, *args, **names):
    try:
        return function(*args, **names)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for n in (0, 1, 127, 128, 255, 256, -1, -128, -129, 2**63, -2**63, 10**20):
    for size in (0, 1, 2, 8, 9, 12):
        for signed in (False, True):
            print(n, size, signed, attempt(n.to_bytes, size, "big", signed=signed),
                  attempt(n.to_bytes, size, "little", signed=signed))
print(attempt((5).to_bytes), attempt((5).to_bytes, 3), attempt((5).to_bytes, length=2))
print(attempt((5).to_bytes, 2, byteorder="little"), attempt((5).to_bytes, 2, "middle"))
print(attempt((5).to_bytes, -1), attempt((5).to_bytes, 1, 5), attempt((5).to_bytes, "1"))
print(attempt((5).to_bytes, 1, "big", True), attempt((5).to_bytes, 1, signed=[]))
for data in (b"", b"\x00", b"\xff", b"\x80\x00", bytearray(b"\x01\x02"), [1, 2, 255], (300,), "ab",
             memoryview(b"abc"), 5, [b"a"], iter([1, 0])):
    print(attempt(int.from_bytes, data), attempt(int.from_bytes, data, "little", signed=True))
print(attempt(int.from_bytes), attempt(int.from_bytes, b"a", "x"), attempt(int.from_bytes, bytes=b"a"))


class Sub(int):
    def __new__(cls, value):
        print("new", cls.__name__, value)
        return super().__new__(cls, value)


print(type(Sub.from_bytes(b"\x05", "big")), type(bool.from_bytes(b"\x01", "big")))
print((7).as_integer_ratio(), Sub(7).as_integer_ratio(), True.as_integer_ratio())
print((5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate(), True.real, True.imag)
print((5).__round__(), round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(5, -1))
print(round(15, -1), round(25, -1), round(10**30 + 5 * 10**10, -11), round(7, 3), round(7, -100))
print(attempt(round, 7, 1.5), attempt(round, 7, "a"), attempt(round, 7, None), (5).__ceil__(), (5).__floor__())
print((5).__trunc__(), (5).__index__(), (5).__getnewargs__(), (5).__format__(""), attempt((5).__format__, 5))
print(attempt(setattr, 5, "x", 1), attempt(setattr, 5, "real", 1), attempt((5).bit_count, 1))
