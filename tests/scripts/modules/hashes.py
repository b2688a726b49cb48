# _md5, _sha1, _sha256, _sha512: digests of every length, errors.
import _md5
import _sha1
import _sha256
import _sha512

makers = [_md5.md5, _sha1.sha1, _sha256.sha224, _sha256.sha256,
          _sha512.sha384, _sha512.sha512]


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for make in makers:
    h = make()
    print(h.name, h.digest_size, h.block_size, type(h), h.hexdigest())
    for n in (1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000):
        data = bytes(k * 7 % 256 for k in range(n))
        h.update(data)
        c = h.copy()
        c.update(b"more")
        print(n, make(data).hexdigest(), h.digest()[:4], c.hexdigest()[:8])
for text in (
    "_sha512.sha512('a')", "_sha512.sha512(5)",
    "_sha512.sha512(b'a', b'b')",
    "_sha512.sha512(string=b'a').hexdigest()[:9]",
    "_sha512.sha512(usedforsecurity=0).name", "_sha512.sha512(x=0)",
    "type(h)()", "_md5.md5().update()", "_md5.md5().update(5)",
    "_md5.md5().digest(1)", "_md5.MD5Type", "_sha1.sha1(memoryview(b'ab'))."
    "hexdigest() == _sha1.sha1(b'ab').hexdigest()",
):
    show(text)
