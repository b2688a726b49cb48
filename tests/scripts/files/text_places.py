"""Places in text streams: across small chunks, behind marks, in encodings
with a state; streams below that give little, block or misbehave.
"""
import io
import pickle

for newline in None, "", "\n":
    for encoding in "utf-8", "latin-1":
        data = "ä\r\nlonger line é\nlast\rend".encode(encoding)
        t = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
        t._CHUNK_SIZE = 3
        places = []
        for i in range(9):
            places.append((t.tell(), t.read(2)))
        shown = [text for _, text in places] if newline == "" else places
        print(encoding, repr(newline), ascii(shown))
        for place, text in places:
            t.seek(place)
            assert t.read(2) == text, (place, text)
for encoding in "utf-16", "utf-32", "utf-8-sig":
    b = io.BytesIO()
    t = io.TextIOWrapper(b, encoding)
    t.write("one")
    t.write("two")
    for i in range(2):
        t.seek(0)
        print(encoding, t.read())
    t.seek(0)
    t.write("x")
    t.flush()
    print(b.getvalue()[:12])


class Raw(io.RawIOBase):
    def __init__(self, parts):
        self.parts = parts

    def readable(self):
        return True

    def readinto(self, b):
        part = self.parts.pop(0) if self.parts else b""
        if part is None or isinstance(part, (int, str)):
            return part
        b[:len(part)] = part
        return len(part)


r = io.BufferedReader(Raw([b"abc", b"d", None, b"efg", None]), 4)
print(r.peek(), r.read(2), r.read(4), r.read(1), r.read(), r.read())
for wrong in 99, -1, "x":
    try:
        io.BufferedReader(Raw([wrong]), 4).read(3)
    except OSError as e:
        print(e, type(e.__cause__))


class Full(io.RawIOBase):
    room = 6

    def writable(self):
        return True

    def write(self, b):
        n = min(len(b), self.room)
        self.room -= n
        return n or None


w = io.BufferedWriter(Full(), 4)
try:
    for i in range(9):
        w.write(b"xyz")
except BlockingIOError as e:
    print(e, e.characters_written, e.args)
w.raw.room = 100
w.flush()
print(w.raw.room)


class Bad(io.RawIOBase):
    def readable(self):
        return True

    def flush(self):
        raise OSError("flush")

    def close(self):
        raise OSError("close")


b = io.BufferedReader(Bad())
try:
    b.close()
except OSError as e:
    print(e, repr(e.__context__))
b.detach
Bad.close = Bad.flush = io.RawIOBase.close
s = io.StringIO("a\r\nb", newline=None)
s.read(1)
s.extra = 1
c = pickle.loads(pickle.dumps(s))
print(c.__getstate__(), c.read(), c.newlines)
