"""Identifiers outside of ASCII: normalised, mangled, as keywords, attributes and globals."""
é = 1
print(é, "é" in globals(), [k for k in globals() if len(k) == 1 and ord(k) > 127])
ﬁ = "ligature"
print(fi, "fi" in globals(), "ﬁ" in globals())
𝐱 = 5
print(x, 𝒙, "x" in globals())
変数 = [1]
변수 = 変数
print(변수 is 変数, "変数" in dir())


class Ünïcode:
    __ñ = 1
    µ = "micro"

    def ℌ(self): return self.__ñ

print(Ünïcode().H(), Ünïcode.__name__, Ünïcode.μ, hasattr(Ünïcode, "µ"), [n for n in vars(Ünïcode) if "ñ" in n])


def f(ª, *, ℯ=2): return ª, ℯ, sorted(locals())

print(f(1), f(a=3, e=4), f.__code__.co_varnames)
setattr(Ünïcode, "ﬁ", "not normalised")
print(getattr(Ünïcode, "ﬁ"), hasattr(Ünïcode, "fi"))
for src in ("a·b = 1", "·a = 1", "a\u0301 = 1", "\u0301a = 1", "1é", "é1 = 2", "€ = 1", "a€ = 1", "🐍 = 1", "a\u200b = 1", "“a”", "a – b", "x\u00a0= 1", "x\u3000= 1", "def 1é(): pass", "⁰ = 1", "a² = 1", "ａ = 7; print(a)", "ｄｅｆ = 1", "import os as ﬁ; print(fi.__name__)", "global_é = 1", "lambda é: é", "\ufeffx = 1", "x\ufeff = 1", "℘ = ℮ = 1", "$a = 1", "a? = 1", "a! = 1", "x = `1`"):
    try:
        exec(src, {})
        print("fine", ascii(src))
    except SyntaxError as e:
        print(ascii(src), ascii(e.msg), e.lineno, e.offset)
try:
    undefinierte_größe
except NameError as e:
    print(e, e.name)
try:
    Ünïcode().grösse
except AttributeError as e:
    print(e)
