"""A parser and an evaluator of a small language: classes, dicts, closures."""


class Parser:
    LEVELS = [("==", "<"), ("+", "-"), ("*", "/", "%")]

    def __init__(self, text):
        self.tokens = list(self.split(text))
        self.at = 0

    @staticmethod
    def split(text):
        at = 0
        while at < len(text):
            char = text[at]
            if char.isspace():
                at += 1
                continue
            start = at
            if char.isalnum():
                while at < len(text) and text[at].isalnum():
                    at += 1
            else:
                at += 2 if text[at:at + 2] == "==" else 1
            yield text[start:at]

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, wanted=None):
        token = self.peek()
        if wanted is not None and token != wanted:
            raise SyntaxError(f"{wanted!r} expected, not {token!r}")
        self.at += 1
        return token

    def binary(self, level=0):
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in self.LEVELS[level]:
            left = (self.take(), left, self.binary(level + 1))
        return left

    def unary(self):
        token = self.take()
        if token == "(":
            inner = self.binary()
            self.take(")")
            return inner
        if token == "-":
            return ("negate", self.unary())
        return ("number", int(token)) if token.isdigit() else ("name", token)


def compiled(node):
    kind = node[0]
    if kind == "number":
        value = node[1]
        return lambda names: value
    if kind == "name":
        name = node[1]
        return lambda names: names[name]
    if kind == "negate":
        inner = compiled(node[1])
        return lambda names: -inner(names)
    left, right = compiled(node[1]), compiled(node[2])
    return {"+": lambda names: left(names) + right(names),
            "-": lambda names: left(names) - right(names),
            "*": lambda names: left(names) * right(names),
            "/": lambda names: left(names) // (right(names) or 1),
            "%": lambda names: left(names) % (right(names) or 1),
            "<": lambda names: left(names) < right(names),
            "==": lambda names: left(names) == right(names)}[kind]


SOURCE = "(a + 3) * b - -c % 7 + (d1 / 2 < 5) * (a * a == b + 1) - 12 * (b - a)"
for _ in range(300):
    tree = Parser(SOURCE).binary()
run = compiled(tree)
print(tree)
print(sum(run({"a": i, "b": i % 11, "c": -i, "d1": i // 2})
          for i in range(14_000)))
