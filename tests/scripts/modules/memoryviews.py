m = memoryview(b"abcdef"); print(m[1], m[1:3].tobytes(), m == b"abcdef", len(m), m[::-2].tolist(), hash(m)==hash(b"abcdef"))
b = bytearray(b"xyz"); n = memoryview(b); n[0] = 65; n[1:] = b"BC"; print(b, n.readonly, m.readonly, n.toreadonly().readonly)
