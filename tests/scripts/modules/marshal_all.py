# marshal: every kind of value in every version, refused values, bad bytes.
import marshal

VALUES = [0, 1, -1, 255, 2**31 - 1, -2**31, 2**31, 2**63, 2**100, -2**100,
          32767 << 30, 1.5, -0.0, float("inf"), 1e300, 1j, complex(-0.0, 2.5),
          "", "a", "abc", "\xe9t\xe9 ", "\u20ac", "\U0001f600", "\ud800",
          "x" * 255, "x" * 256, b"", b"x", b"\0" * 300, bytearray(b"abc"),
          (), (1,), (1, 2, [3.5]), tuple(range(300)), [], [1, [2, [3]]],
          {}, {1: 2, "a": [None]}, set(), {1}, {"b", "a", 3},
          frozenset((4, 5, 6)), None, ..., True, False, StopIteration]
for value in VALUES:
    for version in range(5):
        data = marshal.dumps(value, version)
        back = marshal.loads(data)
        print(version, data[:40], len(data), type(back).__name__,
              back == value)
print(marshal.loads(marshal.dumps(memoryview(b"view"))))

shared = ["s", 2**70]
data = marshal.dumps([shared, shared, (shared, "s")])
back = marshal.loads(data)
print(back, back[0] is back[1], back[2][0] is back[0])
print(marshal.dumps([shared, shared], 2) == marshal.dumps([shared, shared]))
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)
pair = (1, [])
pair[1].append(pair)
back = marshal.loads(marshal.dumps(pair))
print(back, back[1][0] is back)
del back, pair


def refuse(action, *arguments):
    try:
        print(action.__name__, action(*arguments))
    except Exception as e:
        print(action.__name__, type(e).__name__, e)


refuse(marshal.dumps, loop, 2)
deep = 1
for _ in range(2001):
    deep = [deep]
refuse(marshal.dumps, deep)
refuse(marshal.dumps, object())
refuse(marshal.dumps, [1, len])
refuse(marshal.dumps, type("Own", (int,), {})(3))
refuse(marshal.dumps)
refuse(marshal.loads, "text")
for data in [b"", b"q", b"i", b"i\0\0\0", b"(\xff\xff\xff\xff", b"s\5\0\0\0ab",
             b"[\xff\xff\xff\x7f", b"l\x01\x00\x00\x00\x00\x00", b"g\0\0",
             b"l\0\0\0\x80", b"l\1\0\0\0\xff\xff", b"r\0\0\0\0", b"0",
             b"[\1\0\0\0" b"0", b")\2N", b"{N", b"{NN", b"{N0", b"<\1\0\0\0[\0\0\0\0",
             b"\xdb\1\0\0\0r\0\0\0\0", b"z\5ab", b"z\2\xe9\xe8",
             b"u\1\0\0\0\xff", b"f\x031.5", b"I\1\0\0\0\0\0\0\0",
             b"(\1\0\0\0" * 2500]:
    refuse(marshal.loads, data)
