"""JSON, written and read back by hand: strings, recursion, dispatch."""

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def encode(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c, c) for c in value) + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([encode(item) for item in value]) + "]"
    return "{" + ",".join([encode(key) + ":" + encode(item)
                           for key, item in value.items()]) + "}"


class Reader:
    WORDS = {"null": None, "true": True, "false": False}

    def __init__(self, text):
        self.text, self.at = text, 0

    def value(self):
        char = self.text[self.at]
        if char == "{":
            return dict(self.items("}", self.pair))
        if char == "[":
            return list(self.items("]", self.value))
        if char == '"':
            return self.string()
        for word, meaning in self.WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def items(self, end, one):
        self.at += 1
        while self.text[self.at] != end:
            yield one()
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def pair(self):
        key = self.string()
        self.at += 1
        return key, self.value()

    def string(self):
        parts = []
        self.at += 1
        while (char := self.text[self.at]) != '"':
            if char == "\\":
                self.at += 1
                char = {"n": "\n", "t": "\t"}.get(self.text[self.at],
                                                  self.text[self.at])
            parts.append(char)
            self.at += 1
        self.at += 1
        return "".join(parts)

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "-+.e0123456789":
            self.at += 1
        text = self.text[start:self.at]
        return float(text) if "." in text or "e" in text else int(text)


document = {"rows": [{"id": i, "name": f"row \"{i}\"", "share": i / 7,
                      "tags": ["a", "b\n", None, True][:i % 5]}
                     for i in range(400)], "empty": {}, "nothing": None}
for _ in range(4):
    text = encode(document)
    assert Reader(text).value() == document
print(len(text))
