# Random patterns on random texts: spans, groups, lastindex of every method.
import re


class Random:
    def __init__(self, seed):
        self.x = seed * 2654435761 % 2**32 or 1

    def __call__(self, n):
        self.x ^= (self.x << 13) & 0xFFFFFFFF
        self.x ^= self.x >> 17
        self.x ^= (self.x << 5) & 0xFFFFFFFF
        return self.x % n


r = Random(7)
CHARS = ["a", "b", "c", "A", "B", "\u00df", "\u0130", "1", "_", " ", "\\n",
         "\u017f", "k", "\u212a"]
MEMBERS = ["a", "b-d", "A-Z", "\\w", "\\d", "\\s", "_", "\\W", "x"]
CLASSES = ["\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "\\b", "\\B", "^", "$",
           "\\A", "\\Z"]
QUANTIFIERS = ["", "", "", "", "", "*", "+", "?", "*?", "+?", "??", "{1,3}",
               "{0,2}?", "{2}"]
TEXT = ["a", "b", "c", "A", "B", "\u00df", "1", "_", " ", "\n", "\u017f", "k",
        "\u212a", "\U0001f600", "d"]


def atom(depth):
    k = r(22)
    if k < 8:
        return CHARS[r(len(CHARS))] if r(4) == 0 else "abc"[r(3)]
    if k == 8:
        return "."
    if k == 9:
        inside = "".join(MEMBERS[r(9)] for _ in range(1 + r(3)))
        return "[" + ("^" if r(3) == 0 else "") + inside + "]"
    if k == 10:
        return CLASSES[r(12)]
    if depth <= 0:
        return "a"
    if k < 15:
        return "(" + choice(depth - 1) + ")"
    if k == 15:
        return "(?:" + choice(depth - 1) + ")"
    if k == 16:
        return ("(?=" if r(2) else "(?!") + choice(depth - 1) + ")"
    if k == 17:
        return "(?<=" + "abc"[r(3)] + ")" if r(2) else "(?<![ab])"
    if k == 18:
        return "(?>" + choice(depth - 1) + ")"
    if k == 19:
        return "\\%d" % (1 + r(3))
    if k == 20:
        return "(?(%d)%s|%s)" % (1 + r(2), many(depth - 1), many(depth - 1))
    return "(?i:" + choice(depth - 1) + ")"


def quantifier():
    k = r(14)
    return QUANTIFIERS[k] if r(8) else ["*+", "++", "?+", "{1,2}+"][r(4)]


def many(depth):
    return "".join(atom(depth) + quantifier() for _ in range(1 + r(3)))


def choice(depth):
    n = 1 + (r(3) == 0) + (r(5) == 0)
    return "|".join(many(depth) for _ in range(n))


for n in range(150):
    pattern = choice(3)
    flags = [0, 0, re.I, re.M, re.S, re.A, re.I | re.A][r(7)]
    try:
        p = re.compile(pattern, flags)
    except re.error as e:
        print(n, "error", e)
        continue
    for _ in range(3):
        text = "".join(TEXT[r(15)] if r(3) == 0 else "abc"[r(3)]
                       for _ in range(r(9)))
        if r(3) == 0:
            text = "".join(c for c in text if ord(c) < 256)
        for f in p.match, p.search, p.fullmatch:
            m = f(text)
            print(n, ascii(pattern), ascii(text),
                  m and (m.span(), m.groups(), m.lastindex))
        print(ascii((p.findall(text), p.split(text), p.subn("<>", text),
                     [m.span() for m in p.finditer(text)])))
