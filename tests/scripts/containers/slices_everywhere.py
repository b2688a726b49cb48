# Slice objects and slicing of every built-in sequence, and of scripts' own.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class Show:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
s = Show()
print(s[1], s[1:2], s[:], s[::2], s[1, 2], s[1:2, 3], s[...], s[..., :], s[()], s[(1,)], s[1:2:3, ::4], s["a":None:[]], s[s[1]:s[2]], s[*[1, 2]], s[*"ab", :])
s[1:2] = 3; del s[::2]; del s[1], s[2:3]
class I:
    def __index__(self): return 1
for make in (list, tuple, str, bytes, bytearray, range, memoryview):
    o = {list: list("abcdef"), tuple: tuple("abcdef"), str: "abcdef", bytes: b"abcdef", bytearray: bytearray(b"abcdef"), range: range(6), memoryview: memoryview(b"abcdef")}[make]
    row = []
    for k in ("1:3", ":", "::-1", "-2:", ":-2", "5:1", "5:1:-1", "1:5:2", "-1:-5:-2", "10:", ":10", "-10:2", "None:None:None", "True:3", "I():3", "2**70:", "-2**70:2", "::2**70", "::-2**70", "::0", "'a':", "1.0:", ":[]"):
        try:
            r = eval(f"o[{k}]")
            row.append(r.tobytes() if make is memoryview else r)
        except Exception as e: row.append(f"{type(e).__name__}: {e}")
    print(make.__name__, row)
for a in ((None, None, None), (1, None, None), (None, 3, 2), (-1, None, -1), (10, -10, -3), (None, None, -2), (2 ** 70, None, None)):
    print(a, [slice(*a).indices(n) for n in (0, 1, 5)])
x = slice(1, 2, 3)
attempt(lambda: (x.start, x.stop, x.step), lambda: setattr(x, "start", 5), lambda: x == slice(1, 2, 3), lambda: x < slice(1, 2, 4), lambda: x == (1, 2, 3), lambda: hash(x), lambda: {x: 1}, lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(1), lambda: slice("a", [], {}), lambda: slice(0, 5, 0).indices(5), lambda: slice(1).indices(-1), lambda: slice(1).indices("a"), lambda: slice("a").indices(5), lambda: x.__reduce__(), lambda: slice(x=1), lambda: type("S", (slice,), {}), lambda: slice(1, 2) != slice(1, 2), lambda: slice(None).indices(2 ** 70), lambda: sorted([slice(2), slice(1)]), lambda: x[0], lambda: len(x), lambda: "abc"[slice(1, None)], lambda: [1, 2, 3].__getitem__(slice(0, 2)), lambda: [].__getitem__("a"), lambda: ()[1:2, 3], lambda: {}[1:2], lambda: {}[slice(1)], lambda: None[1:2], lambda: (5)[::])
l = list(range(10))
l[2:4] = "xyz"; l[::3] = [0] * len(l[::3]); l[-1:] = []; l[3:3] = [None]; del l[1::4]; l[8:2:-2] = "abc"[:len(l[8:2:-2])]
print(l)
