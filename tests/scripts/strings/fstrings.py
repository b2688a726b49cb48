"""f-strings: expressions, conversions, specs, nesting."""
x, name, pi, width = 42, "Ann", 3.14159265, 10
print(f"{x} {name} {x + 1} {name!r} {name!s:>5} {pi:.2f} {pi:{width}.3} {x:05d} {x:x} {x:#b} {x:,}")
print(f"{x=} {name = } {pi=:.3f} {x + 1 = !r}", f"{{}} {{{x}}}", f"{'nested ' + f'{x}'}", f"" f"{x}" "plain")
print(f"{x!r:^10}|{x:<6}|{x:>6}|{x:^6}|{x:*^6}|{-x:+}|{x:+}|{x: }|{1e10:g}|{0.00001234:g}|{1234567.891:,.2f}|{0.256:.1%}|{x:e}|{10**25:,}|{x:c}")
print(f"{[i for i in range(3)]} {dict(a=1)['a']} {(lambda v: v * 2)(3)} {'a' if x else 'b'} {x:{'>'}{8}}")
print(f"{True} {None} {1.0} {1e100} {float('inf')} {-0.0} {1j} {b'x'} {...}", f"{x!a} {'é'!a}", rf"\n{x}", f'''{
    x}''')
class F:
    def __format__(self, s): return f"<{s}>"
print(f"{F():abc} {F()!s:.3}"[:7], format(F(), "z"), format(5), format("a", ">3"))
for spec in ("d", "s", "z", ".2d", ",s", "=5", "5.2"):
    for v in (1, "a", 1.5):
        try: print(spec, format(v, spec))
        except Exception as e: print(spec, type(e).__name__, e)
