# The streams of io: in memory, over descriptors, text over bytes.
import io
import os

b = io.BytesIO(b"one\ntwo\nthree")
print(b.read(2), b.tell(), b.readline(), list(b), b.read(), b.seek(0))
print(b.write(b"ONE"), b.getvalue(), b.truncate(), b.getvalue())
print(b.seek(6), b.write(b"x"), b.getvalue(), b.closed)
a = bytearray(4)
b.seek(0)
print(b.readinto(a), a, b.readlines(), isinstance(b, io.BufferedIOBase))
b.close()
try:
    b.read()
except ValueError as e:
    print(e)

s = io.StringIO("a\r\nb\rc\n", newline=None)
print(s.getvalue().encode(), s.newlines, s.readlines())
s = io.StringIO()
print(s.write("h\u00e9llo\n"), s.write("x"), s.getvalue(), s.tell())
s.seek(0)
print([line for line in s], s.read(), s.seek(0, 2), s.truncate(3))
print(repr(s.getvalue()), s.line_buffering, s.encoding)
print(io.StringIO("p\nq").read(1))

print(io.TextIOWrapper(io.BytesIO(b"x\r\ny\n")).read().encode())
t = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", newline="\r\n")
t.write("\u00e9\n")
t.flush()
print(t.buffer.getvalue(), t.encoding, t.errors)
t = io.TextIOWrapper(io.BytesIO("\u20acuro\nzwei\n".encode()), "utf-8")
print(t.read(2), t.tell(), t.readline(), t.tell(), t.read())
t.seek(4)
print(t.readline())

PATH = "/tmp/heapstep-io-%d" % os.getpid()
with io.open(PATH, "wb") as f:
    print(type(f).__name__, f.mode, f.write(b"0123456789" * 3), f.tell())
with io.open(PATH, "r+b") as f:
    print(type(f).__name__, f.read(3), f.peek(2)[:2], f.tell())
    f.write(b"ab")
    f.seek(0)
    print(f.read())
with io.open(PATH, "rb", buffering=0) as f:
    print(type(f).__name__, f.mode, f.read(4), f.seek(-2, 2), f.readall())
    print(f.readable(), f.writable(), f.seekable(), f.isatty(), f.closefd)
with io.open(PATH, "w", encoding="utf-8") as f:
    print(f.write("z\u00fc\nline\n"), f.mode, f.encoding, f.name == PATH)
for line in io.open(PATH, encoding="utf-8"):
    print(repr(line))
io.open(PATH, "a", encoding="utf-8").write("kept at death")
with io.open(PATH, encoding="utf-8") as f:
    print(f.read().splitlines(), f.closed)
print(f.closed, repr(f).replace(PATH, "PATH"))
os.unlink(PATH)

for make in (lambda: io.open(PATH), lambda: io.open(PATH, "rw"),
             lambda: io.open(PATH, "b"), lambda: io.open(PATH, "rbt"),
             lambda: io.open(PATH, "rb", encoding="x"),
             lambda: io.open(PATH, "r", 0), lambda: io.open(-1),
             lambda: io.FileIO(PATH, "q"), lambda: io.StringIO(3),
             lambda: io.StringIO(newline="x"), lambda: io.BytesIO("x"),
             lambda: io.BytesIO().fileno(), lambda: io.RawIOBase().seek(0),
             lambda: io.BufferedReader(io.BytesIO(), 0),
             lambda: io.StringIO().write(b"")):
    try:
        make()
    except Exception as e:
        print(type(e).__name__, str(e).replace(PATH, "PATH"))

class Raw(io.RawIOBase):
    def __init__(self, data):
        self.data = data
    def readable(self):
        return True
    def readinto(self, target):
        n = min(3, len(target), len(self.data))
        target[:n] = self.data[:n]
        self.data = self.data[n:]
        return n
    def close(self):
        if not self.closed:
            print("closing")
        super().close()

r = io.BufferedReader(Raw(b"abc\ndefgh\ni"))
print(r.readline(), r.read(2), r.read())
del r
print(Raw(b"all of it").readall(), Raw(b"l1\nl2").readlines())
print(issubclass(io.FileIO, io.RawIOBase), io.UnsupportedOperation.__mro__)
d = io.IncrementalNewlineDecoder(None, True)
print(repr(d.decode("a\r")), repr(d.decode("\nb\r", final=True)), d.newlines)
p = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print(p.read(), p.write(b"out"), p.flush(), p.closed)
