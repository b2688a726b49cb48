# struct: every code in every order with values in and out of range.
import struct


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for order in "@<>":
    for code in "bBhHiIlLqQnNP":
        for value in ("2**64", "-2**64", "2**63", "-2**63-1", "-1", "256",
                      "65536", "2**32", "1.5", "'a'", "0", "127", "True"):
            show(f"struct.pack('{order}{code}', {value})")
    for code in "efd?scxp":
        for value in ("'a'", "2**2000", "1e300", "1", "b'ab'", "-2.5",
                      "float('inf')", "65504.0", "65519.9", "65520.0",
                      "1e-8", "6e-8", "1e-5", "0.1", "1e39", "-0.0"):
            show(f"struct.pack('{order}{code}', {value})")
for text in (
    "struct.pack('i')", "struct.pack('i', 1, 2)", "struct.pack('5')",
    "struct.pack('y')", "struct.calcsize('99999999999999999999i')",
    "struct.calcsize('9223372036854775807i')", "struct.unpack('i', b'abc')",
    "struct.unpack('i', 5)", "struct.unpack_from('i', b'abc')",
    "struct.unpack_from('i', b'abcd', 1)",
    "struct.unpack_from('i', b'abcd', -5)",
    "struct.unpack_from('i', b'abcd', -3)",
    "struct.unpack_from('i', b'abcd', 9)",
    "struct.unpack_from('i', b'abcd', -4)",
    "struct.unpack_from('i', offset=1, buffer=b'xabcd')",
    "struct.pack_into('i', bytearray(3), 0, 1)",
    "struct.pack_into('i', bytearray(8), 5, 1)",
    "struct.pack_into('i', bytearray(8), -9, 1)",
    "struct.pack_into('i', bytearray(8), -3, 1)",
    "struct.pack_into('i', b'aaaa', 0, 1)", "struct.pack_into('i')",
    "struct.pack_into('i', bytearray(8))",
    "struct.pack_into('i', bytearray(8), 0)",
    "struct.pack_into('i', bytearray(8), 'x', 1)",
    "struct.iter_unpack('i', b'abc')", "struct.iter_unpack('', b'')",
    "struct.iter_unpack('i', 5)", "struct.Struct()", "struct.Struct(1)",
    "struct.Struct(b'i').format", "struct.unpack('i', b'abcd', 1)",
    "struct.pack('i\\0')", "struct.Struct('i').pack(1, 2)",
    "struct.Struct('i').unpack()", "struct.Struct('i').unpack(b'')",
    "struct.Struct('i').unpack_from(b'abcd', offset='x')",
    "struct.pack('2c', b'a')", "struct.pack('s', 'a')",
    "struct.pack('p', 'a')", "struct.calcsize(5)", "struct.calcsize('c0i')",
    "struct.calcsize(' i i ')", "struct.calcsize('bhilq')",
    "struct.calcsize('<bhilq')", "struct.calcsize('0s')",
    "struct.pack('0s', b'a')", "struct.pack('3p', b'abcd')",
    "struct.unpack('3p', b'\\x09ab')", "struct.pack('300p', b'a' * 300)[:3]",
    "struct.unpack('0p', b'')", "struct.unpack('e', b'\\x01\\x00')",
    "struct.unpack('e', b'\\x00\\x7e')", "struct.unpack('>e', b'\\xfc\\x00')",
    "struct.unpack('<e', b'\\xff\\x7b')", "struct.unpack('?', b'\\x05')",
    "list(struct.iter_unpack('h', b'abcd'))",
    "struct.iter_unpack('h', b'abcd').__length_hint__()",
    "struct.Struct('>i').size", "struct.pack('2x2c', b'a', b'b')",
    "struct.pack('bi', 1, 2)", "struct.pack('=bi', 1, 2)",
    "struct.unpack('@bq', struct.pack('@bq', 1, -2))",
    "struct.unpack('!hHiIqQ', struct.pack('!hHiIqQ', -1, 1, -2, 2, -3, 3))",
    "struct.error.__module__, struct.error.__mro__", "struct._clearcache()",
    "struct.unpack('2s', 'ab')", "struct.pack('3s', bytearray(b'ab'))",
    "struct.unpack('2s', memoryview(b'abcd')[::2])",
    "struct.unpack('<f', struct.pack('<f', 0.1))",
):
    show(text)

b = bytearray(8)
m = memoryview(b)
struct.pack_into(">hh", m, 2, 1, -1)
print(b)


class Sub(struct.Struct):
    pass


print(Sub("hh").unpack(b"abcd"), Sub("i").size)


class Again:
    def __index__(self):
        try:
            reused.__init__("100s")
        except RuntimeError:
            pass
        return 7


reused = struct.Struct("iiii")
print(reused.pack(1, 2, 3, Again())[:4])
