"""bytearray: every mutation, slices of other sizes, errors, exports that forbid a change of size."""
b = bytearray(b"hello")
b[0] = 72
b[-1:] = b"p!"
b[1:3] = []
b += b"xy"
b.extend([1, 2])
b.extend(b"z")
b.append(65)
b.insert(0, 66)
b.insert(-100, 67)
b.insert(100, 68)
print(b, len(b), b.pop(), b.pop(0), b.pop(-2), b.remove(108), b)
b.reverse()
print(b, b[::-1], b[::2], b * 2, b"x" + b, b + b"x", type(b"x" + b), type(b + b"x"), b == bytes(b), b.copy() is b, hash(bytes(b)) == hash(bytes(b)))
b[::2] = b"123456789"[:len(b[::2])]
del b[1::2]
print(b)
b *= 3
b[2:5] = bytearray(b"--")
b[10:] = b
print(b, b.count(b"-"), bytearray(5), bytearray([1, 2]), bytearray(), bytearray("é", "utf-8"), bytearray(range(3)), bytearray(memoryview(b"ab")))
b.clear()
print(b, bool(b), bytearray(b"a") < bytearray(b"b"), b"a" == bytearray(b"a"), bytearray(b"a") != "a", repr(bytearray(b"'\"\x00\xff")), str(bytearray(b"x")))
b = bytearray(b"abcdef")
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.extend(b"x"), lambda: b.pop(), lambda: b.clear(), lambda: b.__delitem__(0), lambda: b.__setitem__(slice(0, 1), b"xy"), lambda: b.__iadd__(b"q"), lambda: b.insert(0, 1), lambda: b.remove(97), lambda: b.__imul__(2), lambda: b.__init__(5)):
    try:
        f()
        print("changed")
    except BufferError as e:
        print(e)
b[0] = 90
b[1:3] = b"YX"
b.reverse()
print(bytes(m), b)
m.release()
b.append(33)
print(b)
for f in (lambda: b.append(256), lambda: b.append(-1), lambda: b.append("a"), lambda: b.__setitem__(0, 256), lambda: b.__setitem__(99, 1), lambda: b.__setitem__(0, "a"), lambda: b.__setitem__(slice(0, 2), "ab"), lambda: b.__setitem__(slice(0, 2), 5), lambda: b.__setitem__(slice(0, 4, 2), b"abc"), lambda: b.__setitem__("x", 1), lambda: b.extend([256]), lambda: b.extend("ab"), lambda: b.extend(5), lambda: b.remove(200), lambda: b.remove(300), lambda: b.pop(99), lambda: bytearray().pop(), lambda: b + "x", lambda: b.__iadd__("x"), lambda: bytearray(-1), lambda: bytearray("x"), lambda: bytearray([300]), lambda: bytearray(1.5), lambda: hash(b), lambda: b[99], lambda: b["a"], lambda: bytearray(b"a", 1), lambda: bytearray.fromhex("0g"), lambda: bytearray.fromhex("0"), lambda: bytearray.fromhex("00 ff\n11"), lambda: b.hex(), lambda: b.hex(":"), lambda: b.hex("-", 2), lambda: b.hex("-", -3), lambda: b.hex("ab"), lambda: b.hex(""), lambda: b.insert("x", 1), lambda: b.join([1])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
x = bytearray(b"abc")
x[1:2] = x
try:
    x += x
except BufferError as e:
    print(e)
x.extend(x)
print(x)


class Slow:
    def __init__(self, b): self.b = b

    def __index__(self):
        self.b.clear()
        return 1

y = bytearray(b"12345")
try:
    y[Slow(y)] = 7
except IndexError as e:
    print(e, y)
y = bytearray(b"12345")
try:
    y[2] = Slow(y)
except IndexError as e:
    print(e, y)
