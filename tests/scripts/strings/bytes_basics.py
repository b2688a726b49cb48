"""bytes and bytearray."""
b = b"abc\x00\xff"
print(b, len(b), b[0], b[1:3], b + b"d", b * 2, b"b" in b, 97 in b, list(b[:2]), b.hex(), bytes.fromhex("00ff"), bytes(3), bytes([1, 2]), b"abc".decode(), b"a,b".split(b","), b"abc".replace(b"b", b"x"), b"abc".upper(), repr(b"it's\n"))
a = bytearray(b"xyz"); a[0] = 65; a.append(66); a += b"!"; a[1:2] = b"__"; print(a, len(a), a.decode(), bytes(a), a == b"A__zB!")
del a[0]; a.extend([1]); a.reverse(); print(a, a.pop(), a.find(b"z"))
for bad in (lambda: b"a" + "b", lambda: bytes([256]), lambda: b"a"[5], lambda: bytes("x"), lambda: a.__setitem__(0, 300), lambda: b"abc".index(b"z")):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(b"a" < b"b", hash(b"a") == hash(b"a"), b"".join([b"x", b"y"]), b"%s-%d" % (b"q", 5), b"AbC".swapcase(), b" x ".strip())
