# Shifts, masks and bitwise operators of ints of any size and sign.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


values = [0, 1, -1, 5, -5, 255, -256, 2 ** 30 - 1, 2 ** 30, -2 ** 30, 2 ** 31, 2 ** 60, -2 ** 60 - 1, 2 ** 64, 2 ** 100 + 7, -2 ** 100 - 7, True, False]
for x in values:
    print(x, ~x, [x << n for n in (0, 1, 29, 30, 31, 64)], [x >> n for n in (0, 1, 29, 30, 31, 64, 200)])
    print([x & y for y in values], [x | y for y in values], [x ^ y for y in values])
attempt(lambda: 1 << -1, lambda: 1 >> -1, lambda: 0 << 2 ** 70, lambda: 5 >> 2 ** 70, lambda: -5 >> 2 ** 70, lambda: 1.0 << 1, lambda: 1 | 1.0, lambda: 1 & "a", lambda: True ^ True, lambda: True & 1, lambda: ~True, lambda: 1 << True, lambda: None | 1, lambda: {1} | 2, lambda: 1 << 1.5)
print((-1).bit_length(), (2 ** 100).bit_length(), (-2 ** 64).bit_count(), (0).bit_count(), (255).bit_count(), int.from_bytes(b"\xff\x00", "big"), int.from_bytes(b"\xff\x00", "little", signed=True), (-2).to_bytes(3, "big", signed=True), (2 ** 40).to_bytes(6, "little"))
attempt(lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(-1, "big"), lambda: (1).to_bytes(1, "middle"), lambda: (5).to_bytes(), lambda: int.from_bytes("ab"), lambda: int.from_bytes([1, 2], "big"), lambda: int.from_bytes([256]), lambda: int.from_bytes(5), lambda: int.from_bytes(b""), lambda: (128).to_bytes(1, "big", signed=True), lambda: (0).to_bytes(0, "big"))
