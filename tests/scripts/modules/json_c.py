"""_json: texts of every kind read and written, whole and damaged."""
import json
import random
import _json
from json import decoder, encoder, scanner

print(encoder.c_make_encoder, scanner.c_make_scanner, decoder.c_scanstring)


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except RecursionError as e:
        return f"{type(e).__name__} {e}"
    except Exception as e:
        return f"{type(e).__name__} {e} {e.__context__!r} {e.__cause__!r}"


# ---- strings
rng = random.Random(7)
pieces = ["a", "é", "€", "\U0001f600", '"', "\\", "\\n", "\\u", "0041", "d83d",
          "\\ude00", "\\u00e9", "\\ud83d", "\n", "\x00", "\x7f", "\\/", "\\x",
          "\\u12", "zz", "\\b", "\\\"", "\\uD83D\\uDE00", "\\u+123", "\\u 123"]
for _ in range(600):
    text = "".join(rng.choices(pieces, k=rng.randrange(1, 7))) + '"' * \
        rng.randrange(2)
    for strict in True, False:
        print(ascii(text), attempt(_json.scanstring, text, 0, strict) ==
              attempt(decoder.py_scanstring, text, 0, strict),
              ascii(attempt(_json.scanstring, text, 0, strict)))
    assert _json.encode_basestring(text) == encoder.py_encode_basestring(text)
    assert _json.encode_basestring_ascii(text) == \
        encoder.py_encode_basestring_ascii(text)
for args in (("abc", -1), ("abc", 4), ("abc", 3), (b'abc"', 0), ("a",), (),
             ('abc"', "x"), ('abc"', 2 ** 70), ('abc"', 0, 1, 2),
             ("a\nb\"", 0), ("a\nb\"", 0, 0)):
    print(args, attempt(_json.scanstring, *args))
for o in (b"x", 1, None):
    print(attempt(_json.encode_basestring, o),
          attempt(_json.encode_basestring_ascii, o))

# ---- texts
parts = ["[", "]", "{", "}", ",", ":", '"a"', '"b"', "1", "-", "0", "1.5",
         "1e5", "E", ".", "null", "true", "false", "NaN", "Infinity",
         "-Infinity", "nul", " ", "\n", "\t", "12345678901234567890123",
         "-0", "-1.5e-3", "1e", "01", "x", '"']
for _ in range(3000):
    text = "".join(rng.choices(parts, k=rng.randrange(1, 9)))
    print(ascii(text), ascii(attempt(json.loads, text)))
whole = '{"a": [1, 2.5, {"b": null, "a": "x"}], "c": {}, "d": [], "e": -7}'
for hooks in ({}, {"object_hook": lambda d: sorted(d)},
              {"object_pairs_hook": tuple}, {"parse_int": repr},
              {"parse_float": repr}, {"parse_float": lambda s: 1 / 0},
              {"object_hook": lambda d: None, "object_pairs_hook": list}):
    print(sorted(hooks), attempt(json.loads, whole, **hooks))
    for k in range(0, len(whole), 3):
        print(attempt(json.loads, whole[:k], **hooks))
print(attempt(json.loads, "[NaN, -Infinity]", parse_constant=str.lower))
keys = [list(d) for d in json.loads('[{"key k": 1}, {"key k": 2}]')]
print(keys[0][0] is keys[1][0])
print(attempt(json.loads, "[" * 100000), attempt(json.loads, '{"a":' * 99999))
print(attempt(json.loads, "9" * 5000)[:60])
scan = _json.make_scanner(json.JSONDecoder())
for args in (("1", 0), ("1", 1), ("1", -1), (b"1", 0), ("[1]x", 0), ("1",),
             ("1", "0")):
    print(args, attempt(scan, *args))
print(scan.strict, scan.object_hook, scan.parse_float)
print(attempt(_json.make_scanner), attempt(_json.make_scanner, 1))


# ---- writing
class Int(int):
    def __repr__(self):
        return "?"


class Float(float):
    def __repr__(self):
        return "?"


class Odd(dict):
    def items(self):
        return [(1, 2, 3)]


class Other:
    pass


values = [None, True, 1, -2 ** 70, 1.5, 1e300, float("nan"), float("-inf"),
          "é\n", "\ud800", [], (), {}, [1, [2, (3,)]], {"a": {"b": [None]}},
          {1: 2, 1.5: 3, None: 4, True: 5, Int(7): Int(8), Float(2): Float(3)},
          {(1, 2): 3}, {"b": 1, "a": 2, 3: 4}, Odd(a=1), Other, {1, 2}, b"x",
          {"k": Other}, [Other, Other], {float("inf"): 1}]
settings = [{}, {"sort_keys": True}, {"skipkeys": True}, {"allow_nan": False},
            {"ensure_ascii": False}, {"separators": (",", ":")},
            {"default": lambda o: "D"}, {"default": lambda o: o},
            {"check_circular": False, "default": lambda o: [o]},
            {"indent": 1}]
for value in values:
    for s in settings:
        print(sorted(s), attempt(json.dumps, value, **s))
for s in settings[:2]:
    loop = []
    loop.append({"x": loop})
    print(attempt(json.dumps, loop, **s))
deep = []
for _ in range(100000):
    deep = [deep]
print(attempt(json.dumps, deep))
while deep:
    deep = deep.pop()


def make(*args):
    return attempt(_json.make_encoder, *args)[:15]


good = [{}, repr, repr, None, ":", ",", False, False, True]
for k in range(9):
    print(make(*good[:k], 5, *good[k + 1:]), make(*good[:k]))
e = _json.make_encoder(*good)
print(attempt(e, ["x", {"y": 1}], 0), attempt(e, 1), attempt(e, 1, "x"))
print(e.markers, e.indent, e.key_separator, e.sort_keys, e.skipkeys)
print(attempt(_json.make_encoder({}, repr, int, *good[3:]), "5", 0))
