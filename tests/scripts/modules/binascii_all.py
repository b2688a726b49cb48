# binascii: every encoding with good and bad input.
import binascii as b


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for text in (
    "b.a2b_hex('1')", "b.a2b_hex('zz')", "b.a2b_hex(b'0aFf')",
    "b.a2b_hex('\\u20ac')", "b.a2b_hex(5)", "b.b2a_hex('a')",
    "b.hexlify(b'abcd', '-', 2)", "b.hexlify(b'abcd', b':')",
    "b.hexlify(b'abcd', sep=':', bytes_per_sep=-3)",
    "b.hexlify(b'abc', 'xx')", "b.hexlify(b'')", "b.unhexlify('abc')",
    "b.hexlify()", "b.a2b_base64('YQ==')", "b.a2b_base64('YQ=')",
    "b.a2b_base64('Y')", "b.a2b_base64('YWJj')",
    "b.a2b_base64('YW Jj\\n')", "b.a2b_base64('YWJjZ')",
    "b.a2b_base64('==')", "b.a2b_base64('YQ==YQ==')",
    "b.a2b_base64('YQ==x')", "b.a2b_base64('=YQ==', strict_mode=True)",
    "b.a2b_base64('YQ==x', strict_mode=True)",
    "b.a2b_base64('Y Q==', strict_mode=True)",
    "b.a2b_base64('YQ===', strict_mode=True)",
    "b.a2b_base64('YQ', strict_mode=True)",
    "b.a2b_base64('', strict_mode=True)", "b.a2b_base64('YWI=')",
    "b.a2b_base64('+/8A')", "b.b2a_base64(b'abc')",
    "b.b2a_base64(b'a', newline=False)", "b.b2a_base64('a')",
    "b.b2a_base64(bytes(range(250, 256)))", "b.b2a_base64(b'')",
    "b.crc32(b'abc')", "b.crc32(b'abc', 5)", "b.crc32(b'abc', -1)",
    "b.crc32('a')", "b.crc32(b'abc', 2**70)", "b.crc_hqx(b'abc', 0)",
    "b.crc_hqx(b'abc')", "b.crc_hqx(b'abc', 70000)", "b.b2a_uu(b'abc')",
    "b.b2a_uu(b'')", "b.b2a_uu(b'a' * 46)", "b.b2a_uu(b'a' * 45)",
    "b.b2a_uu(b'\\0a', backtick=True)", "b.a2b_uu(b'#86)C\\n')",
    "b.a2b_uu('#86)C')", "b.a2b_uu(b'\\x7f')", "b.a2b_uu(b'#8\\x7f')",
    "b.a2b_uu(b'!86)C')", "b.a2b_uu(b'!8')", "b.Error.__mro__",
    "b.Incomplete.__mro__", "b.hexlify(memoryview(b'abc')[1:])",
):
    show(text)
for n in range(60):
    data = bytes((k * 37 + n) % 256 for k in range(n))
    assert b.a2b_base64(b.b2a_base64(data)) == data
    assert b.unhexlify(b.hexlify(data)) == data
    if n <= 45:
        assert b.a2b_uu(b.b2a_uu(data)) == data
for text in (
    "b.b2a_qp(b'a=b \\n.\\n x\\t')", "b.b2a_qp(b'a b_c', header=True)",
    "b.b2a_qp(b'a\\r\\nb\\n', istext=False)", "b.b2a_qp(b'x' * 80)",
    "b.b2a_qp(b'a ', quotetabs=True)", "b.b2a_qp(b'a \\r\\nb\\t\\r\\n')",
    "b.b2a_qp(b'=' * 30)", "b.b2a_qp(b'.')", "b.b2a_qp(b'.\\0')",
    "b.b2a_qp(b'a.\\n..\\n')", "b.b2a_qp(bytes(range(0, 256, 7)))",
    "b.b2a_qp(b'x' * 75 + b'\\n' + b'y' * 76)", "b.b2a_qp('a')",
    "b.b2a_qp(b'a\\rb \\r')", "b.b2a_qp()", "b.b2a_qp(b'', 1, 2, 3, 4)",
    "b.a2b_qp(b'a=3Db=\\nc_d=4')", "b.a2b_qp(b'a_b', header=True)",
    "b.a2b_qp('a==')", "b.a2b_qp('a=zz=')", "b.a2b_qp('a=\\r\\nb=')",
    "b.a2b_qp('a=\\rb')", "b.a2b_qp('=4')", "b.a2b_qp('\\xe9')",
):
    show(text)
