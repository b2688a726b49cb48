"""Subclasses of dict, list, str, int, tuple: which methods are called, what results are."""


class D(dict):
    def __missing__(self, key):
        return "missing", key

    def __getitem__(self, key):
        return "got", super().__getitem__(key)

    def __setitem__(self, key, value):
        super().__setitem__(key, ("set", value))

d = D(a=1)
d["b"] = 2
d.update(c=3)
d.setdefault("e", 4)
print(d["a"], d["zz"], d.get("zz"), dict(d), d | {"q": 1}, type(d | {}), type({} | d), type(d.copy()))
print("%(a)s %(nope)s" % d, "{a}".format(**d), "{nope}".format_map(d))
d |= {"r": 1}
print(sorted(d), type(d))


class L(list):
    def __getitem__(self, i):
        return "item", list.__getitem__(self, i)

    def append(self, x):
        super().append(x * 2)

    def __iter__(self):
        return iter(["iterated"])

    def __len__(self):
        return 99

l = L([1, 2, 3])
l.append(4)
print(l[0], l[1:], list.__len__(l), len(l), [*l], sorted(l), list(l), l + [5], type(l + []), type(l * 2), type(l[:]), type(l.copy()))
print(bool(L()), str(l), l == [1, 2, 3, 8], "iterated" in l, sum([[1]], l) if False else "")


class S(str):
    def __str__(self): return "str!"

    def __add__(self, o): return "added"

    def __len__(self): return 5

    def upper(self): return "up"

s = S("abc")
print(s, repr(s), f"{s}", "%s" % s, "{}".format(s), s + "x", "x" + s, len(s), s.upper(), type(s.lower()), type(s[:]), type(s * 1), "".join([s]), type("".join([s])))
print(s == "abc", hash(s) == hash("abc"), {s: 1}["abc"], type(str(S("q"))), s[0], type(S("a").strip()))


class N(int):
    def __add__(self, o): return "N+"

    def __radd__(self, o): return "+N"

    def __repr__(self): return "N()"

    def __index__(self): return 1

n = N(5)
print(n, n + 1, 1 + n, n - 1, type(n - 1), str(n), f"{n}", f"{n:d}", [10, 20][N(0)], -n, type(-n), type(+n), abs(N(-2)), int(n), type(int(n)), n.real, type(n.real))
print(range(N(3)), "a" * N(2), N(3) == 3, hash(N(3)), divmod(N(7), 2), N("0x1f", 16), N.from_bytes(b"\1\0", "big"), type(N.from_bytes(b"\1", "big")))


class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)

    def __getitem__(self, i): return "t", i

t = T(1, 2)
x, y = t
print(t, t[0], x, y, type(t[:]), type(t + ()), t == (1, 2), hash(t) == hash((1, 2)), "%s %s" % t, [*t])


class F(float):
    def __repr__(self): return "F()"

print(F(1.5), F(1.5) + 1, type(F(1.5) + 1), str(F(2)), f"{F(2):.1f}", "%.1f" % F(2), type(-F(1)), F.fromhex("0x1p3"), round(F(2.5)), type(round(F(2.5), 1)))


class B(bytes):
    pass

print(type(B(b"x")[:]), B(b"x") + b"y", type(B(b"x").upper()), B.fromhex("00ff"), type(B.fromhex("00")))
