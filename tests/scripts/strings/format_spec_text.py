"""The format mini-language on str, None, lists, complex; format() and str.format() errors."""
for spec in ("", "5", "<5", ">5", "^5", "^6", "*^7", ".1", "5.1", "<5.2", "é<4", "s", "5s", ".0s", "010", "0", "🐍>4", "05s", "<05", ">05"):
    print(repr(spec), [format(s, spec) for s in ("abc", "", "é€", "🐍")])
for spec in ("d", "=5", "+", " ", ",", "_", "#", ".1.2", "x", "+5s", "=05", "z", ".x", "5,s"):
    try:
        print(repr(spec), format("abc", spec))
    except ValueError as e:
        print(repr(spec), e)
for v in (None, [1], (1,), {}, object, print, ..., NotImplemented, range(3), b"x"):
    try:
        print(format(v), format(v, ""), end=" ")
        print(format(v, "5"))
    except TypeError as e:
        print(e)
for spec in ("", "f", ".2f", "e", "g", "10", "<20", "^20.1f", "+", ",", "+.1f", "_"):
    print(repr(spec), [format(c, spec) for c in (0j, 1 + 2j, -1.5 - 0.25j, complex("inf"), 1e20j)])
for spec in ("=10", "010", "d", "%", "s", "x", "n"):
    try:
        print(repr(spec), format(1 + 2j, spec))
    except ValueError as e:
        print(repr(spec), e)
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3), "{0[a]} {0[0]}".format({"a": 1, 0: 2}), "{{}} {{{0}}}".format(5), "{!r} {!s} {!a}".format("é", "é", "é"), "{:{}}".format("x", 5), "{:{w}.{p}}".format("abcdef", w=6, p=2), "{0:{1}{2}}".format(5, ">", 4), "{:%Y}".format.__name__)
for text, args in (("{", ()), ("}", ()), ("{}", ()), ("{0}{}", (1, 2)), ("{}{0}", (1, 2)), ("{a}", ()), ("{!x}", (1,)), ("{!}", (1,)), ("{!r", (1,)), ("{0", (1,)), ("{0[}", ([1],)), ("{0[]}", ([1],)), ("{0.}", (1,)), ("{0[x]}", ([1],)), ("{0[5]}", ([1],)),
                   ("{0.nope}", (1,)), ("{:{:{}}}", (1, 2, 3)), ("{-1}", (1,)), ("{1}", (1,)), ("{0!r:}", (1,)), ("{0:!r}", ("x",)), ("{ 0}", (1,)), ("{0 }", (1,)), ("{99999999999999999999}", (1,)), ("{[a]}", ({"a": 1},)), ("{.real}", (5,)), ("{!rr}", (1,)), ("{:}", (1,)), ("{a.b}", ()), ("{0[0][0]}", ([[7]],)), ("}{", ()), ("{0]}", (1,))):
    try:
        print(repr(text), text.format(*args))
    except Exception as e:
        print(repr(text), type(e).__name__, e)
