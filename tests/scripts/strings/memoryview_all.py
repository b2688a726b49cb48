"""memoryview: formats, casts, slices, comparison, release, what may be written."""
import array
b = bytearray(b"abcdefgh")
m = memoryview(b)
print(m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.ndim, m.readonly, m.contiguous, m.c_contiguous, m.suboffsets, m.obj is b, len(m), m.tolist(), m.tobytes(), m.hex(), m.hex(":", 2))
print(m[0], m[-1], bytes(m[2:5]), m[::2].tolist(), m[::-1].tobytes(), m[::2].contiguous, m[1:1].tolist(), m[2:][1:][0])
m[0] = 90
m[1:3] = b"YX"
m[::3] = b"..."
print(b, m == b, m == bytes(b), m[1:] == b[1:], m != b"x", memoryview(b"a") == memoryview(bytearray(b"a")), m == "x")
for fmt in ("B", "b", "H", "h", "I", "i", "Q", "q", "f", "d", "c", "?", "@I", "<I", "x", "N", "P"):
    try:
        c = memoryview(b).cast(fmt)
        print(fmt, c.format, c.itemsize, c.shape, c.tolist()[:2] if fmt not in "fdNP" else "")
    except (ValueError, TypeError, NotImplementedError) as e:
        print(fmt, type(e).__name__, e)
a = array.array("i", [1, -2, 3])
ma = memoryview(a)
ma[1] = 7
print(a, ma.tolist(), ma.format, ma == array.array("l", [1, 7, 3]), ma.tobytes() == a.tobytes(), ma[1:].tolist(), list(reversed(ma)), 7 in ma, list(ma))
ro = memoryview(b"const")
for f in (lambda: ro.__setitem__(0, 1), lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, b"x"), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: m.__setitem__(99, 1), lambda: m[99], lambda: m["x"], lambda: m[0, 0], lambda: m.__delitem__(0), lambda: memoryview(5), lambda: memoryview("x"), lambda: memoryview(), lambda: memoryview([1]), lambda: memoryview(b"abc").cast("H"), lambda: m[::2].cast("H"), lambda: ma.cast("H"), lambda: ma.cast("B").cast("i").tolist(), lambda: hash(m), lambda: hash(ro) == hash(b"const"), lambda: hash(ma), lambda: m < m, lambda: m + b"x", lambda: ma.__setitem__(0, 2 ** 40), lambda: ma.__setitem__(0, 1.5), lambda: m.tobytes("Z"), lambda: m.tobytes("F"), lambda: ro.toreadonly().readonly, lambda: m.toreadonly().__setitem__(0, 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
with memoryview(b) as w:
    v = w[1:]
    try:
        w.release()
    except BufferError as e:
        print(e)
for f in (lambda: w[0], lambda: w.tolist(), lambda: len(w), lambda: w.format, lambda: w.obj, lambda: w == b, lambda: repr(w)[:20], lambda: w.release(), lambda: memoryview(w), lambda: bytes(w), lambda: hash(w), lambda: w.__enter__()):
    try:
        print(f())
    except ValueError as e:
        print("ValueError", e)
print(v.tolist()[:2])
f = memoryview(array.array("d", [1.5, float("nan")]))
print(f == f, f.tolist()[0], f[:1] == array.array("f", [1.5]), memoryview(b"ab") == memoryview(b"ab").cast("c"), memoryview(b"ab").cast("c").tolist())
