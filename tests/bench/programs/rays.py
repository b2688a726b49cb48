"""A ray tracer: small vector instances with operators."""


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1 / self.dot(self) ** 0.5)


class Sphere:
    def __init__(self, centre, radius, shade):
        self.centre, self.radius, self.shade = centre, radius, shade

    def hit(self, origin, direction):
        gap = origin - self.centre
        b = gap.dot(direction)
        inside = b * b - gap.dot(gap) + self.radius * self.radius
        if inside < 0:
            return None
        distance = -b - inside ** 0.5
        return distance if distance > 1e-6 else None


def nearest(spheres, origin, direction):
    hits = ((sphere.hit(origin, direction), i, sphere)
            for i, sphere in enumerate(spheres))
    return min((hit for hit in hits if hit[0] is not None), default=None)


def shade(spheres, light, origin, direction, depth=0):
    found = nearest(spheres, origin, direction)
    if not found:
        return 0.1
    distance, _, sphere = found
    point = origin + direction * distance
    normal = (point - sphere.centre).unit()
    lit = max(0.0, normal.dot((light - point).unit()))
    if depth < 2:
        mirror = direction - normal * (2 * direction.dot(normal))
        return 0.7 * lit * sphere.shade + 0.3 * shade(
            spheres, light, point, mirror.unit(), depth + 1)
    return lit * sphere.shade


spheres = [Sphere(Vector(i - 2, (i * 7) % 3 - 1, 5 + i % 2), 0.8, 0.5 + i / 9)
           for i in range(5)]
light, eye, size = Vector(-5, 6, -3), Vector(0, 0, -1), 70
rows = [sum(shade(spheres, light, eye,
                  Vector(x / size - 0.5, y / size - 0.5, 1).unit())
            for x in range(size)) for y in range(size)]
print(f"{sum(rows):.6f}")
