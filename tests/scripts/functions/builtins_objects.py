# abs ascii bin callable chr dir divmod format getattr hash hex id isinstance len ord pow repr round vars and their kin.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


class Abs:
    def __abs__(self): return "abs"
    def __round__(self, *a): return a
    def __divmod__(self, o): return "dm"
    def __rdivmod__(self, o): return "rdm"
    def __format__(self, spec): return f"<{spec}>"
    def __dir__(self): return ["b", "a"]
    def __index__(self): return 66


a = Abs()
attempt(lambda: (abs(-5), abs(-0.0), abs(3 + 4j), abs(True), abs(a)), lambda: abs("x"), lambda: abs(), lambda: ascii("é\u1234\U0001f600'\"\n"), lambda: ascii(["ñ"]), lambda: (bin(-5), oct(-8), hex(-255), bin(True), hex(2 ** 70), bin(a)), lambda: bin(1.0), lambda: hex("x"),
        lambda: (callable(len), callable(5), callable(a), callable(Abs)), lambda: (chr(97), chr(0x10ffff), chr(True)), lambda: chr(-1), lambda: chr(0x110000), lambda: chr(2 ** 70), lambda: chr("a"), lambda: chr(1.0), lambda: (ord("a"), ord(b"a"), ord("\U0001f600"), ord(bytearray(b"z"))), lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: ord(b"ab"),
        lambda: dir(a), lambda: dir(1, 2), lambda: [n for n in dir(type("T", (), {"x": 1})) if "__" not in n], lambda: dir(None)[:2], lambda: divmod(7, -2), lambda: divmod(-7.5, 2), lambda: divmod(1, 0), lambda: divmod(a, 1), lambda: divmod(1, a), lambda: divmod(1j, 1), lambda: divmod("a", 1), lambda: divmod(float("inf"), 1), lambda: divmod(2 ** 70, -3), lambda: divmod(1),
        lambda: format(5), lambda: format(5, ">3"), lambda: format(a, "spec"), lambda: format(5, 3), lambda: format(), lambda: format([], ">3"), lambda: format("x", "d"), lambda: format(None, ""), lambda: format(1.5, "d"), lambda: format(object, ""), lambda: format(True, "5"), lambda: format(5, "\u00e9>3"),
        lambda: getattr(5, "real"), lambda: getattr(5, "no"), lambda: getattr(5, "no", None), lambda: getattr(5, 5), lambda: hasattr(5, 5), lambda: (hash("") == 0, hash(0.0), hash(True)), lambda: hash([]), lambda: hash({}), lambda: hash((1, [])), lambda: hash(slice(1)), lambda: isinstance(id(a), int),
        lambda: isinstance(5, (str, (int, float))), lambda: isinstance(5, int | str), lambda: isinstance(5, 5), lambda: isinstance(5, (str, 5)), lambda: isinstance(5, (int, 5)), lambda: isinstance(5, list[int]), lambda: isinstance(5, int | list[int]), lambda: isinstance([], int | list[int]), lambda: issubclass(bool, int), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: issubclass(int, ()), lambda: issubclass(list, list[int]), lambda: isinstance(None, None | int), lambda: isinstance(),
        lambda: len("abc"), lambda: len(5), lambda: len(iter([])), lambda: len(type("L", (), {"__len__": lambda s: 2 ** 70})()), lambda: len(range(2 ** 70)), lambda: (pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7), pow(2.0, 3), pow(-8, 1 / 3)), lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 5), lambda: pow(0, -1), lambda: pow(0, 0), lambda: pow("a", 2), lambda: pow(2, 3, "x"), lambda: pow(base=2, exp=5), lambda: pow(2), lambda: pow(2, 5, -3), lambda: pow(0.0, -1),
        lambda: repr(a)[:14], lambda: repr(), lambda: round(2.5), lambda: (round(0.5), round(1.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(5, 1), round(True), round(1e300, 2), round(2 ** 70, -5)), lambda: round(a), lambda: round(a, 2), lambda: round("x"), lambda: round(float("nan")), lambda: round(float("inf")), lambda: round(float("inf"), 2), lambda: round(1.5, None), lambda: round(1.5, 1.5), lambda: round(number=1.55, ndigits=1), lambda: round(), lambda: round(-0.3), lambda: round(0.1 + 0.2, 400), lambda: round(123.456, -400), lambda: round(1j),
        lambda: vars(5), lambda: sorted(vars(type("V", (), {"x": 1})))[-1], lambda: vars(1, 2), lambda: type(vars()).__name__, lambda: delattr(a, "x"), lambda: setattr(a, "x"), lambda: input.__name__, lambda: globals() is vars(), lambda: type(locals()).__name__, lambda: breakpoint.__name__, lambda: bool(), lambda: object() == object(), lambda: type(object()).__name__, lambda: memoryview(b"ab")[0], lambda: super.__name__, lambda: slice(1, 2, 3), lambda: slice(), lambda: slice(1).indices(5), lambda: slice(None, None, 0).indices(5), lambda: slice(1, 2) == slice(1, 2), lambda: slice(1) < slice(2), lambda: slice(-3, None, -1).indices(5))
