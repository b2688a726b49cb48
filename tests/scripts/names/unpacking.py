"""Targets of assignment of every form."""
a, b = 1, 2
a, b = b, a
print(a, b)
(c, [d, e]), f = (3, (4, 5)), 6
print(c, d, e, f)
first, *rest = range(5)
*init, last = "word"
x, *y, z = [1, 2]
print(first, rest, init, last, x, y, z)
a = b = c = []
a.append(1)
print(b, c is a)
for bad in ((1, 2, 3), (1,), 5):
    try:
        q, r = bad
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    s, *t, u = [1]
except ValueError as e:
    print(e)
i = 0
i, box = 1, [10, 20]
i, box[i] = 0, 99
print(i, box)
