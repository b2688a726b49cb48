"""Five bodies under gravity: floats in attributes and lists."""


class Body:
    def __init__(self, position, velocity, mass):
        self.position = position
        self.velocity = velocity
        self.mass = mass


def advance(pairs, bodies, dt):
    for a, b in pairs:
        x = a.position[0] - b.position[0]
        y = a.position[1] - b.position[1]
        z = a.position[2] - b.position[2]
        pull = dt / (x * x + y * y + z * z + 0.01) ** 1.5
        va, vb, ma, mb = a.velocity, b.velocity, a.mass * pull, b.mass * pull
        va[0] -= x * mb
        va[1] -= y * mb
        va[2] -= z * mb
        vb[0] += x * ma
        vb[1] += y * ma
        vb[2] += z * ma
    for body in bodies:
        for axis, speed in enumerate(body.velocity):
            body.position[axis] += dt * speed


bodies = [Body([i * 1.5, i % 2 - 0.5, i * 0.25], [0.0, 0.3 * i, 0.1], 1.0 + i)
          for i in range(5)]
pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
for _ in range(20_000):
    advance(pairs, bodies, 0.001)
print(" ".join(f"{body.position[0]:.9f}" for body in bodies))
