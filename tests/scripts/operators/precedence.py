# Precedence and associativity, seen by which operands meet.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class N:
    def __init__(self, text): self.text = text
    def __repr__(self): return self.text
for name, sign in dict(add="+", sub="-", mul="*", truediv="/", floordiv="//", mod="%", matmul="@", pow="**", lshift="<<", rshift=">>", and_="&", or_="|", xor="^").items():
    n = name.rstrip("_")
    setattr(N, f"__{n}__", lambda a, b, s=sign: N(f"({a}{s}{b})"))
    setattr(N, f"__r{n}__", lambda a, b, s=sign: N(f"({b}{s}{a})"))
for name, sign in dict(neg="-", pos="+", invert="~").items(): setattr(N, f"__{name}__", lambda a, s=sign: N(f"({s}{a})"))
N.__getitem__ = lambda a, k: N(f"{a}[{k}]")
N.__call__ = lambda a, *k: N(f"{a}({', '.join(map(str, k))})")
N.__getattr__ = lambda a, k: N(f"{a}.{k}") if k[0] != "_" else (_ for _ in ()).throw(AttributeError(k))
a, b, c, d = map(N, "abcd")
for text in "a+b*c|a*b+c|a-b-c|a**b**c|-a**b|a**-b|-a*b|~a+b|a<<b+c|a&b|c|a|b&c^d|a^b&c|a+b<<c-d|a*b//c%d@a|a@b*c|-a.x|-a[b]|a.x**b.y|a(b)(c)[d].x|+-~a|a if b else c if d else a|(a if b else c)+d|not a|not a+b|a or b and c|a and b or c|not a or b|(lambda: a+b)()|a+(b if c else d)*a|a-(b-c)|2*a+3|[a, b][0]*c|{1: a}[1]**b|a@b@c|a/b/c*d|a>>b<<c|a|b|c|a^b^c|await_".split("|"):
    if text.count("(") == text.count(")") and text and text[-1] not in "&^":
        attempt(lambda: (text, eval(text)))
print(1 < 2 == 2, (1 < 2) == 2, not 1 == 2, 1 in [1] == True, 1 == 1 in [True], -2 ** 2, 2 ** -1, -1 ** 2, not None is None, 1 if 0 else 2 if 0 else 3, [*range(3)] + [4] * 2, (1, 2) + (3,) * 2, lambda: 1 if 2 else 3) if False else print(1 < 2 == 2, (1 < 2) == 2, not 1 == 2, 1 in [1] == True, -2 ** 2, 2 ** -1, 1 | 2 ^ 3 & 4, 1 + 2 << 3, 7 & 3 == 3, (x := 5) + 1, x, 10 - 5 - 2, 2 ** 3 ** 0, 100 // 7 // 2, 5 % 3 * 2, ~1 ** 2, not 1 + 1 == 3)
