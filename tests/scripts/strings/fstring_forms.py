"""f-strings: nesting, conversions, =, lambdas, walrus, dicts, multi-line, evaluation order."""
x, w, name = 5, 10, "né"
log = []


def t(v):
    log.append(v)
    return v

print(f"{x}", f"{x:>{w}}", f"{x!r:^{w}.{w // 2}}", f"{name!a}", f"{name!s:*>5}", f"{{}}", f"{{{x}}}", f"{'a' 'b'}", f"{x=}", f"{x = }", f"{x=!s}", f"{x=:>4}", f"{name=}", f"{name = !r:>8}", f"{x + 1 = }", f"{ x }", f"{(lambda y: y * 2)(x)}", f"{(z := 3)}", f"{z:=5}", f"{ {'a': 1}['a'] }", f"{[i for i in range(3)]}", f"{x if x else w}", f"{'{}'.format(x)}", f"{f'{x}{f"" if False else w}'}" if False else "", f"{x:{'>'}{w}}", f"{x:%}", f"{1.5:{'.'}2f}", f"{x!r}{x!r}", sep="|")
print(f"{t(1)}{t(2):{t(3)}}{t(4)}", log)
print(f"""{
    x
    + 1
}""", f'{x:{""}}', f"{x:\x3e5}", f"{'\n'}" if False else "", f"a{x}b{x}c" "d{x}" f"e{x}", rf"\{x}\n", fr"{x:\d}" if False else "", F"{x}", f"{''}", f"{None}", f"{...}", f"{x,}", f"{x, w}", f"{*[1, 2],}", f"{not x}", f"{x != 5}", f"{x >= 5}", f"{x == 5}", f"{x<=5!r}", f"{yield_}" if False else "")


class F:
    def __format__(self, spec): return f"<{spec}>"

    def __repr__(self): return "repr"

    def __str__(self): return "str"

f = F()
print(f"{f} {f!r} {f!s} {f!a} {f:spec} {f!r:>6} {f=} {f=:x} {f:{f}} {f:{{}}}" if False else f"{f} {f!r} {f!s} {f!a} {f:spec} {f!r:>6} {f=} {f=:x} {f:{f}}", f"{f:a b {x} c}", f"{f: }", f"{f:}}}" if False else "")


def gen():
    got = yield f"{(yield 1)}"
    yield got

g = gen()
print(next(g), g.send("in"), g.send("out"))
for src in ('f"{}"', 'f"{ }"', 'f"{"', 'f"}"', 'f"{x"', 'f"{x!}"', 'f"{x!z}"', 'f"{x!r"', 'f"{x:{"', 'f"{x:{y:{z}}}"', "f'{a b}'", "f'{x:'", 'f"{lambda x: 1}"', 'f"{x=!}"', "f'{#}'", 'f"{a\\nb}"', "f'{*a}'", "f'{**a}'", "f'{x = y}'", "f'{a;b}'", "f'{!r}'", "f'{:x}'", "f'{1+}'", "f'{)}'", "f'{(}'", "f'{a[}'", "f'{x!r }'", "f'{x !r}'", "f'{import x}'", "f'{x:=y}'", "f'{x!rs}'", "f'''{\nx\n y}'''", "f'{a $ b}'", "f'{\\'}'", 'f"{x!r:{y!}}"', "f'{await x}'", "f'{yield}'", "f'{0x}'", "f'{a:{b!x}}'"):
    try:
        compile(src, "<t>", "eval")
        print("fine", src)
    except SyntaxError as e:
        print(src, "|", e.msg, e.lineno, e.offset)
