# While a memoryview shows it, an object keeps its size.
import io
from array import array


def tell(what, f):
    try:
        print("   ", what, f())
    except Exception as e:
        print("   ", what, type(e).__name__, e)


def try_all(o, changes):
    for text in changes:
        tell(text, lambda: eval(text, {"o": o, "array": array}))
    print("   ", o)


byte_changes = [
    "o.append(1)", "o.extend(b'abc')", "o.extend(b'')", "o.pop()",
    "o.insert(0, 1)", "o.remove(98)", "o.clear()", "o.__init__()",
    "o.__init__(b'xyz')", "o.__iadd__(b'abc')", "o.__iadd__(b'')",
    "o.__imul__(2)", "o.__imul__(1)", "o.__setitem__(slice(0, 2), b'xy')",
    "o.__setitem__(slice(0, 2), b'x')", "o.__setitem__(slice(0, 2), b'xyz')",
    "o.__delitem__(0)", "o.__delitem__(slice(0, 4, 2))",
    "o.__delitem__(slice(0, 0))", "o.__setitem__(0, 65)", "o.reverse()"]
o = bytearray(b"abcdef")
view = memoryview(o)
part = view[1:3]
try_all(o, byte_changes)
view.release()
tell("part lives", lambda: o.append(1))
part.release()
tell("none lives", lambda: o.append(1))
with memoryview(o):
    tell("in with", o.clear)
tell("after with", o.clear)

array_changes = [
    "o.append(1)", "o.extend(o)", "o.extend(array('i'))", "o.pop()",
    "o.insert(0, 1)", "o.remove(2)", "o.__iadd__(o)", "o.__imul__(2)",
    "o.__imul__(0)", "o.__imul__(1)", "o.fromlist([1])", "o.frombytes(b'1234')",
    "o.__setitem__(slice(0, 2), array('i', [7, 8]))",
    "o.__setitem__(slice(0, 2), array('i', [7]))",
    "o.__setitem__(slice(0, 0), array('i'))", "o.__delitem__(0)",
    "o.__delitem__(slice(0, 3, 2))", "o.__delitem__(slice(0, 0))",
    "o.__setitem__(0, 65)", "o.byteswap()", "o.reverse()"]
o = array("i", [1, 2, 3, 4])
view = memoryview(o)
try_all(o, array_changes)
del view
tell("free", lambda: o.append(1))

stream = io.BytesIO(b"0123456789")
view = stream.getbuffer()
print(view.nbytes, view.readonly, type(view.obj), view[2:5].tobytes())
view[0] = 65
view[2:4] = b"XY"
for f in ("getvalue", "read", "seek", "truncate", "close"):
    args = (0,) if f in ("seek", "truncate") else ()
    tell(f, lambda: getattr(stream, f)(*args))
tell("write", lambda: stream.write(b"abc"))
tell("init", lambda: stream.__init__(b"abc"))
view.release()
tell("write", lambda: stream.write(b"abc"))
tell("value", stream.getvalue)
view = stream.getbuffer()
again = memoryview(view)
del view
tell("close", stream.close)
del again
tell("close", stream.close)
tell("closed", stream.getbuffer)

m = memoryview(bytearray(b"abc"))
for key in (), (0,), (0, 1), (slice(1),), (0, slice(1)), ("a",), (5,), "a":
    tell(key, lambda: m[key])
    tell(key, lambda: m.__setitem__(key, 1))
    tell(key, lambda: m.__delitem__(key))


class Releases:
    def __index__(self):
        m.release()
        return 2


tell("sliced", lambda: m[:Releases()].tobytes())
m = memoryview(b"abc")
print(hash(m) == hash(b"abc"))
m.release()
print(hash(m) == hash(b"abc"))
tell("text", lambda: str(memoryview(b"abc"), "ascii"))
tell("text", lambda: str(array("b", [65, 66]), "ascii"))
tell("text", lambda: str(memoryview(b"abcdef")[::2], "ascii"))
