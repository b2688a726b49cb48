# Long slices of bytes share their bytes, and no script can tell.
import gc
import sys

base = bytes(range(256)) * 40
half = base[100:9000]
assert half == bytes(bytearray(base)[100:9000]), "contents"
quarter = half[2000:7000]
small = base[5:900]
print(len(half), len(quarter), half[0], quarter[-1], small[:4])
print(sys.getrefcount(base), sys.getrefcount(half), sys.getrefcount(quarter))
print(hash(half) == hash(bytes(bytearray(half))), half == base[100:9000])
view = memoryview(quarter)
kept = view[1000:]
del base
print(half[:10], half[-10:])
del half, view
print(bytes(kept[:10]), quarter[1000:1010])
print(quarter.find(b"\x00\x01"), quarter.count(b"\xff"))
print(quarter.replace(b"\x00", b"zero")[:40])
print(quarter.upper()[:30], quarter.split(b"\x10", 2)[0][:5])


class Mine(bytes):
    pass


mine = Mine(quarter)
part = mine[10:4000]
print(type(part).__name__, part[:5], len(part), mine[:] == quarter)
text = b"line %d\n" * 2000
while len(text) > 100:
    text = text[len(text) // 10:]
print(len(text), text[:20])
total = 0
rest = b"abcdefgh" * 4096
while rest:
    total += sum(rest[:8])
    rest = rest[64:]
print(total)
print({quarter: 1}[bytes(quarter)], quarter in {bytes(bytearray(quarter))})
print(int.from_bytes(quarter[:4000], "little") % 1000007)
print(b"".join([quarter, quarter[:3000]])[4990:5010])
print(quarter[::-1][:5], quarter[::2][:5], quarter[4998:], quarter[5000:])
print(gc.is_tracked(quarter), sys.getrefcount(quarter))
print(quarter.decode("latin-1")[:3] == str(quarter, "latin-1")[:3])
print(quarter * 2 == quarter + quarter, len(quarter * 3), quarter * 1 is quarter)
print(quarter[:] is quarter, quarter[0:5000] is quarter, bytes(quarter) is quarter)
gathered = [quarter[i:] for i in range(0, 2000, 100)]
print(sum(len(g) for g in gathered), all(quarter.endswith(g) for g in gathered))
quarter = None
print([g[0] for g in gathered])
