# Ranges of numbers beyond 64 bits: their iterators and slices.
import sys

M = sys.maxsize
for r in (range(2**70), range(M), range(M - 3, M), range(M - 3, M, 2),
          range(M - 5, M, 7), range(M - 1, M + 1), range(-M, -M - 1, -1),
          range(-M + 3, -M - 1, -2), range(-M, M, M), range(-M - 1, M, M),
          range(M, -M - 1, -M - 1), range(0, -M - 1, -M - 1),
          range(-M - 1, -M), range(-M - 1, -M + 5, 3), range(0), range(M, M)):
    forth, back = iter(r), reversed(r)
    print(r, type(forth).__name__, type(back).__name__)
    for it in forth, back:
        print("   ", it.__length_hint__(), [next(it, None) for _ in range(4)],
              it.__length_hint__())

for r in range(2**70), range(0, 10**30, 7), range(10**30, 0, -3), range(10):
    for s in (slice(1, 2), slice(None), slice(None, None, -1), slice(-3, None),
              slice(2**65, 2**66, 2**60), slice(None, None, 2**80),
              slice(2**200), slice(-2**200, 5), slice(5, None, -2**70)):
        print(r[s], len(r[s]) if len(bin(r[s].stop)) < 60 else "")
for wrong in slice(1, 2, 0), slice("a"), slice(None, None, 1.5):
    try:
        print(range(2**70)[wrong])
    except Exception as e:
        print(type(e).__name__, e)
print(sys.getsizeof(iter(range(3))), sys.getsizeof(iter(range(2**70))))
