"""BytesIO has the bytes that it was given until either is changed."""
import io
import sys

imm = b"abc " * 100


def refs():
    return sys.getrefcount(imm)


def show(stream, base):
    print(refs() - base, stream.getvalue() is imm, len(stream.getvalue()))


def change(name, *args):
    base = refs()
    stream = io.BytesIO(imm)
    show(stream, base)
    try:
        print(name, getattr(stream, name)(*args) and "done")
    except Exception as e:
        print(name, type(e).__name__, e)
    print(refs() - base)
    if not stream.closed:
        print(stream.getvalue()[:20], stream.tell())


change("write", b"x")
change("write", b"")
change("write", b"y" * 1000)
change("truncate", 3)
change("truncate", 1000)
change("truncate")
change("close")
change("readline")
change("readlines", 3)
change("__setstate__", (b"new", 2, None))
change("__init__", b"again")

stream = io.BytesIO(imm)
print(stream.read() is imm, stream.read(), stream.seek(0))
print(stream.read(len(imm)) is imm, stream.seek(1), stream.read() is imm)
view = stream.getbuffer()
view[0] = 65
print(imm[:3], stream.getvalue()[:3])
try:
    stream.write(b"q")
except BufferError as e:
    print(e)
view.release()
first = stream.getvalue()
print(first is stream.getvalue(), first[:2])
stream.write(b"tail")
print(first is stream.getvalue(), len(first), len(stream.getvalue()))
del first

raw = io.RawIOBase()
for call in (lambda: raw.readinto(bytearray(3)), lambda: raw.write(b""),
             lambda: raw.read(3), raw.readall):
    try:
        call()
    except NotImplementedError as e:
        print(repr(e))
closed = open("/dev/null", "rb", 0)
closed.close()
for name in "seek", "readinto", "write", "truncate", "read", "readall":
    for args in (), (1, 2, 3, 4):
        try:
            getattr(closed, name)(*args)
        except (TypeError, ValueError) as e:
            print(name, len(args), type(e).__name__, e)
