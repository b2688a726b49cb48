"""BytesIO: its buffer, its state, places behind the end; encodings with a
state.
"""
import io
import pickle

b = io.BytesIO(b"hello world")
v = b.getbuffer()
v[0:5] = b"HELLO"
print(b.getvalue(), len(v), bytes(v[6:]))
v.release()
b.seek(15)
print(b.write(b"!"), b.getvalue(), b.tell())
b.extra = [1]
c = pickle.loads(pickle.dumps(b))
print(c.getvalue(), c.tell(), c.extra)
print(b.__getstate__())
for state in [(), (b"", -1, None), (b"", "x", None), (b"", 0, 0), 0]:
    try:
        b.__setstate__(state)
    except Exception as e:
        print(type(e).__name__, e)
b.close()
for name in "getvalue", "getbuffer", "read", "tell":
    try:
        getattr(b, name)()
    except ValueError as e:
        print(name, e)

raw = io.BytesIO()
t = io.TextIOWrapper(raw, "utf-16", newline="\r\n")
t.write("a\n")
t.write("ä漢\n")
t.flush()
print(raw.getvalue())
t.seek(0)
print(ascii(t.read()))
for name in "no-such", "hex", "rot13":
    try:
        io.TextIOWrapper(io.BytesIO(), name)
    except LookupError as e:
        print(e)
