class Point:
    limit = 3

    def __init__(self, x):
        self.x = x
        self.half = x / 2


class Late:
    x = property(lambda self: 3)


def look(point, names, items):
    n = point.x
    text = names[n % 2]
    part = items[n] if n < len(items) else None
    here = n + point.half
    return here


def deep(n):
    point = Point(n)

    def inner():
        return point.x
    return inner()


scale = 2.5
kinds = {"even": 2, "odd": 3}
points = [Point(n) for n in range(6)]
total = 0.0
for point in points:
    total += look(point, ("even", "odd"), [1, None, True, 4])
    scale = scale + 0.5
point = Late()
print(total, deep(4))
