"""match: every pattern."""
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def m(v):
    match v:
        case 0 | 1: return "zero or one"
        case -5: return "minus five"
        case "s": return "string"
        case None: return "none"
        case True: return "true"
        case [a]: return f"one {a}"
        case [a, *rest] if a == 9: return f"nine {rest}"
        case (a, b): return f"two {a} {b}"
        case [a, _, *_]: return f"many {a}"
        case {"k": v, **rest}: return f"map {v} {rest}"
        case {}: return "some map"
        case P(0, y=y): return f"P zero {y}"
        case P(x, y): return f"P {x} {y}"
        case str() as t: return f"str {t}"
        case int(n) if n > 100: return f"big {n}"
        case float(): return "float"
        case _: return "other"
for v in (0, 1, -5, "s", None, [1], [9, 8, 7], (1, 2), [1, 2, 3], {"k": 1, "z": 2}, {"q": 1}, P(0, 1), P(2, 3), "text", 500, 50, 1.5, {1}, [], range(2), b"x"):
    print(v.__class__.__name__, m(v))
match = 1; case = 2; print(match, case)
class Color: RED = 1
match 1:
    case Color.RED: print("red")
match (1, [2, 3]):
    case (a, [b, c]): print(a, b, c)
