"""match on literals, dotted names, None, strings, bytes, signed and complex numbers."""
import enum


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Names:
    zero = 0
    text = "t"


def kind(x):
    match x:
        case None:
            return "none"
        case True:
            return "true"
        case False:
            return "false"
        case 0:
            return "zero"
        case -1:
            return "minus one"
        case 1.5 | -2.5:
            return "float"
        case 2 + 3j | -2 - 3j:
            return "complex"
        case "a" "b":
            return "joined"
        case b"bytes":
            return "bytes"
        case Names.text:
            return "dotted"
        case Color.RED:
            return "red"
        case Color():
            return "another color"
        case _:
            return "other"

for x in (None, True, False, 0, 0.0, -0.0, 1, -1, 1.5, -2.5, 2 + 3j, -2 - 3j,
          "ab", "a", b"bytes", bytearray(b"bytes"), "t", Color.RED, Color.BLUE,
          object, [], float("nan"), 10 ** 30, False + 0):
    print(repr(x), kind(x))


class Loud:
    def __eq__(self, other):
        print("  compared with", repr(other))
        return other == "second"


def loud(x):
    match x:
        case "first":
            return 1
        case 2:
            return 2
        case None:
            return "identity, not equality"
        case "second":
            return 3

print(loud(Loud()))
