"""One-character strings: the shared one, the interned name, or a fresh one."""
import sys
lits = {c: eval(repr(c)) for c in map(chr, range(256))}
print([c for c in lits if lits[c] is not chr(ord(c))])
print([c for c in lits if sys.intern(chr(ord(c))) is not chr(ord(c))])
a, A, e, q, Q, E, one = 'a', 'A', 'é', 'q', 'Q', 'É', '1'
char = {s: chr(ord(s)) for s in (a, A, e, q, Q, E, one)}
def tell(name, o, s):
    print(name, repr(o), 'name' if o is s else '', 'char' if o is char[s] else '')
class Sub(str): pass
ch = char[q]
made = [
    ("lower", lambda: 'Q'.lower(), q), ("upper", lambda: a.upper(), A), ("strip", lambda: ' q '.strip(), q),
    ("lower same", lambda: q.lower(), q), ("index", lambda: 'qq'[0], q), ("plus empty", lambda: q + ''[:0], q),
    ("empty plus", lambda: ''[:0] + q, q), ("join", lambda: ''.join([q]), q), ("join two", lambda: ''.join([q, '']), q),
    ("join char", lambda: ''.join([ch]), q),
    ("join gen", lambda: ''.join(c for c in [q]), q), ("center", lambda: q.center(1), q), ("f", lambda: f'{q}', q),
    ("f text", lambda: f'{""}q', q), ("percent", lambda: '%s' % q, q), ("percent c", lambda: '%c' % q, q), ("percent c int", lambda: '%c' % 113, q),
    ("percent d", lambda: '%d' % 1, one), ("swapcase", lambda: 'Q'.swapcase(), q), ("casefold", lambda: q.casefold(), q),
    ("capitalize", lambda: q.capitalize(), Q), ("title", lambda: q.title(), Q), ("upper latin", lambda: e.upper(), E), ("lower latin", lambda: E.lower(), e),
    ("removesuffix", lambda: 'qa'.removesuffix('a'), q), ("removeprefix", lambda: 'aq'.removeprefix('a'), q), ("translate", lambda: q.translate({}), q), ("translate away", lambda: 'aq'.translate({97: None}), q),
    ("chr", lambda: chr(113), q), ("decode", lambda: b'q'.decode(), q), ("decode latin", lambda: b'q'.decode('latin-1'), q), ("decode ascii", lambda: b'q'.decode('ascii'), q),
    ("slice", lambda: 'aqb'[1:2], q), ("slice whole", lambda: q[:], q), ("slice step", lambda: 'aqb'[1::2], q), ("times", lambda: q * 1, q), ("str", lambda: str(q), q), ("str int", lambda: str(1), one), ("repr int", lambda: repr(1), one),
    ("format", lambda: '{}'.format(q), q), ("format int", lambda: '{}'.format(1), one), ("format()", lambda: format(q), q), ("format() int", lambda: format(1), one), ("format() width", lambda: format(q, '1'), q),
    ("zfill", lambda: q.zfill(1), q), ("ljust", lambda: q.ljust(1), q), ("expandtabs", lambda: q.expandtabs(), q),
    ("partition", lambda: 'q '.partition(' ')[0], q), ("partition none", lambda: q.partition(' ')[0], q), ("split", lambda: 'q,a'.split(',')[0], q), ("split none", lambda: q.split(',')[0], q), ("split space", lambda: 'q a'.split()[0], q), ("split space none", lambda: q.split()[0], q), ("rsplit", lambda: 'a,q'.rsplit(',')[1], q), ("splitlines", lambda: 'q\na'.splitlines()[0], q), ("splitlines none", lambda: q.splitlines()[0], q),
    ("list", lambda: list(q)[0], q), ("iter", lambda: next(iter(q)), q), ("min", lambda: min(q), q), ("reversed", lambda: next(reversed(q)), q), ("sorted", lambda: sorted(q)[0], q), ("unpack", lambda: [*q][0], q),
    ("replace none", lambda: q.replace('a', 'b'), q), ("replace to", lambda: 'a'.replace('a', q), q), ("replace away", lambda: 'aq'.replace('a', ''), q), ("replace two", lambda: 'aqa'.replace('a', ''), q), ("replace char", lambda: 'Q'.replace('Q', ch), q), ("replace in place", lambda: 'a'.replace('a', 'q'), q),
    ("sub", lambda: str(Sub(q)), q), ("sub strip", lambda: Sub(q).strip(), q), ("hex", lambda: hex(1)[2:], one), ("intern", lambda: sys.intern(ch), q), ("eval", lambda: eval("'q'"), q), ("escape", lambda: eval(r"'\x71'"), q), ("name", lambda: (lambda q: 0).__code__.co_varnames[0], q), ("dict", lambda: list(dict(q=1))[0], q), ("lstrip", lambda: 'aq'.lstrip('a'), q), ("strip none", lambda: q.strip(), q), ("str bytes", lambda: str(b'q', 'utf-8'), q), ("concat fold", lambda: eval("'' 'q'"), q), ("encode", lambda: q.encode().decode('utf-16-le', 'ignore') or q, q),
]
for row in made:
    try: tell(row[0], row[1](), row[2])
    except Exception as error: print(row[0], error)
