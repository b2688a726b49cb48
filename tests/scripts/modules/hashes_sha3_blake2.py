"""SHA-3, SHAKE and BLAKE2: digests of all lengths, parameters, errors."""
import hashlib
import itertools
import _blake2
import _sha3

data = bytes(k * 7 % 251 for k in range(700))


def attempt(call, *args, **keywords):
    try:
        return call(*args, **keywords)
    except Exception as e:
        return f"{type(e).__name__} {e}"


for name in ("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128",
             "shake_256"):
    cls = getattr(_sha3, name)
    long = name.startswith("shake")
    for n in itertools.chain(range(0, 30), range(60, 320, 1), (699,)):
        print(name, n, cls(data[:n]).hexdigest(*([n] if long else [])))
    h = cls()
    for n in range(0, 40):
        h.update(data[:n])
    other = h.copy()
    other.update(b"x")
    size = [400] if long else []
    print(h.digest(*size), other.hexdigest(*size), h.digest_size, h.name,
          h.block_size, h._rate_bits, h._capacity_bits, h._suffix)
    for args in (), (1,), (-1,), ("x",), (1, 2), (2 ** 40,):
        print(name, args, attempt(h.digest, *args), attempt(h.hexdigest, *args))
    for args in ((), ("x",), (1,), (b"", b""), (bytearray(b"x"),), (None,)):
        r = attempt(cls, *args)
        print(args, r if isinstance(r, str) else r.hexdigest(*size))
    print(attempt(h.update, "x"), attempt(h.update), attempt(cls, data=b""))

for cls in _blake2.blake2b, _blake2.blake2s:
    for n in itertools.chain(range(0, 300), (699,)):
        print(cls.__name__, n, cls(data[:n]).hexdigest())
    h = cls(b"", key=b"key", salt=b"salt", person=b"person", digest_size=20)
    for n in range(0, 60):
        h.update(data[:n])
    other = h.copy()
    other.update(b"x")
    print(h.digest(), other.hexdigest(), h.digest_size, h.name, h.block_size)
    print(cls.MAX_DIGEST_SIZE, cls.MAX_KEY_SIZE, cls.SALT_SIZE, cls.PERSON_SIZE)
    for k in ("digest_size", "fanout", "depth", "leaf_size", "node_offset",
              "node_depth", "inner_size", "last_node"):
        for v in (-1, 0, 1, 32, 33, 64, 65, 255, 256, 2 ** 32 - 1, 2 ** 32,
                  2 ** 48 - 1, 2 ** 48, 2 ** 64 - 1, 2 ** 64, 2 ** 70, "x",
                  1.5):
            r = attempt(cls, b"abc", **{k: v})
            print(k, v, r if isinstance(r, str) else r.hexdigest())
    for k in "key", "salt", "person":
        for v in *(b"x" * n for n in (0, 1, 8, 9, 16, 17, 32, 33, 64, 65)), "x":
            r = attempt(cls, b"abc", **{k: v})
            print(k, v, r if isinstance(r, str) else r.hexdigest())
    for args in ((b"", b""), ("x",), (1,), (None,)):
        print(args, attempt(cls, *args))
print(sorted(hashlib.algorithms_guaranteed))
for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b"abc")
    print(h.name, h.hexdigest(*([9] if name.startswith("shake") else [])))
