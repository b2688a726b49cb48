# All operators over a grid of ints of every size, with the errors.
import operator as o

VALUES = [0, 1, -1, 2, -2, 7, -7, 2**15, 2**30 - 1, 2**30, -2**30, 2**31, 2**62, 2**63 - 1,
          -2**63, 2**64, 10**25, -10**25, 3**80, True, False]
OPS = [o.add, o.sub, o.mul, o.floordiv, o.mod, o.truediv, o.and_, o.or_, o.xor, divmod]


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for op in OPS:
    row = [str(attempt(op, a, b)) for a in VALUES for b in VALUES]
    print(op.__name__, hash("".join(row)) if 0 else sum(map(len, row)), row[3], row[40:46])
    for i in range(0, len(row), 7):
        print(row[i], end=" ")
    print()
for a in VALUES:
    print(a, -a, +a, ~a, abs(a), a.bit_length(), a.bit_count(), bool(a), hash(a))
    print([attempt(o.lshift, a, n) for n in (0, 1, 29, 30, 31, 64, -1)])
    print([attempt(o.rshift, a, n) for n in (0, 1, 29, 30, 31, 64, 10**30, -1)])
    print([attempt(o.pow, a, n) for n in (0, 1, 2, 3, -1, -2)])
print(attempt(o.lshift, 1, 10**20), attempt(o.lshift, 0, 10**20), attempt(o.lshift, 1, -10**20))
