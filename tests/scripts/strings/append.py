# A string that only one name holds may grow where it is; no one may notice.


def grown(parts):
    text = ""
    for part in parts:
        text += part
    return text


def aliases():
    text = "".join(["al", "ias"])
    other = text
    text += "es"
    held = [text]
    text += "!"
    print(text, other, held)
    text = text + text
    text += text
    print(text, len(text))


def hashes():
    text = "".join(["ke", "y"])
    before = hash(text)
    text += "s"
    print(before == hash("key"), hash(text) == hash("keys"))
    known = {"keys": 1, "keyss": 2}
    print(known[text])
    text += "s"
    print(known[text], text in known)


def widths():
    for parts in (
        ["abc", "def"],
        ["abc", "\xe9", "f"],
        ["\xe9", "abc", "\u0416", "z"],
        ["\u0416", "a", "\xe9", "\U0001f600", "b", "\u0416"],
    ):
        text = grown(parts * 3)
        print(ascii(text), len(text), text == "".join(parts * 3))
        print(text.isascii(), text[-1], text[::-1][0])


def temporaries():
    for i in 0, 7, 10, 99, 100, 12345, -1, -10, -100, 2**63 - 1, -(2**63):
        print("item " + str(i) + ":" + str(i * 3) + "." + "")


def in_a_cell():
    text = "".join(["c", "e"])

    def more():
        nonlocal text
        text += "ll"
        return text

    first = more()
    second = more()
    print(first, second, text)


def in_a_generator():
    text = "".join(["g", "e"])
    while True:
        text += yield text


def many():
    text = ""
    lengths = []
    for i in range(50000):
        text += "0123456789"[i % 10]
        if i % 9999 == 0:
            lengths.append(text)
    print([len(t) for t in lengths], lengths[1][-12:], text[-5:])
    print(text.count("9"), all(text.startswith(t) for t in lengths))


aliases()
hashes()
widths()
temporaries()
in_a_cell()
g = in_a_generator()
print([next(g), g.send("n"), g.send("er"), g.send("ator")])
many()
try:
    grown(["a", 1])
except TypeError as error:
    print(error)
