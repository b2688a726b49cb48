# Patterns, matches and scanners as objects: errors, attributes, counts.
import copy
import re
import sys
import weakref

import _sre


def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


p = re.compile("a(b)?(?P<name>c)?")
m = p.match("ab")
for f in (
    lambda: p.match(),
    lambda: p.match(1),
    lambda: p.match(b""),
    lambda: re.compile(b"").match(""),
    lambda: p.match("", 1, 2, 3),
    lambda: p.match(x=1),
    lambda: p.match("a", "b"),
    lambda: p.match(string="xab", pos=1),
    lambda: p.fullmatch("xabx", 1, 3),
    lambda: p.search("xxab", -5, 10**20),
    lambda: p.search("xxab", 3),
    lambda: p.sub(),
    lambda: p.sub("a"),
    lambda: p.sub(1, "a"),
    lambda: p.sub(b"x", "a"),
    lambda: p.sub(b"x", "b"),
    lambda: p.sub("[\\1]", "abaa"),
    lambda: p.sub(lambda m: None, "xaby"),
    lambda: p.sub(lambda m: 5, "xaby"),
    lambda: p.subn("\\g<name>!", "abac", count=1),
    lambda: p.sub("\\9", "a"),
    lambda: p.sub(repl="x", string="aa", count=1),
    lambda: p.split("xabyacz"),
    lambda: p.split("xabyacz", 1),
    lambda: re.split("(?=b)", "abab"),
    lambda: re.split("", "ab"),
    lambda: re.findall("", "ab"),
    lambda: re.findall("(a)|(b)", "ab"),
    lambda: re.sub("", "-", "abc"),
    lambda: re.sub("x*", "-", "abxd"),
    lambda: re.sub(b"a", b"b", bytearray(b"aca")),
    lambda: re.split(b",", memoryview(b"a,b")),
    lambda: m.group(3),
    lambda: m.group("x"),
    lambda: m.group(0, 1, "name"),
    lambda: m[2],
    lambda: m[5],
    lambda: m[1.5],
    lambda: m[[]],
    lambda: m.start(5),
    lambda: m.span("q"),
    lambda: (m.start(), m.end(1), m.span("name")),
    lambda: m.groups(1, 2),
    lambda: m.groups("-"),
    lambda: m.groupdict(default=4),
    lambda: m.start(1, 2),
    lambda: m.group(10**30),
    lambda: type(m)(),
    lambda: m.expand(),
    lambda: m.expand(1),
    lambda: m.expand("<\\1\\2\\g<name>>"),
    lambda: p < p,
    lambda: p == re.compile("a(b)?", re.I),
    lambda: hash(p) == hash(re.compile("a(b)?(?P<name>c)?")),
    lambda: p.x,
    lambda: setattr(p, "flags", 1),
    lambda: p.groupindex,
    lambda: p.groupindex.update({}),
    lambda: (p.flags, p.groups, p.pattern),
    lambda: (m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs, m.string),
    lambda: (m.re is p, copy.copy(m) is m, copy.deepcopy(p) is p),
    lambda: p.scanner("aab").pattern is p,
    lambda: re.Pattern[str],
    lambda: bool(m),
    lambda: re.compile("x" * 300),
    lambda: re.compile("x", re.I | re.M | re.A | re.X | re.S),
    lambda: re.compile(b"x", re.L),
    lambda: re.compile("(?i)x"),
    lambda: re.compile("(?P<a>x)(?P=a)").search("axx"),
    lambda: _sre.compile(),
    lambda: _sre.compile("a", 0, [1], 0, {}, ()).match(""),
    lambda: _sre.compile("a", 0, [99], 0, {}, ()),
    lambda: _sre.compile("a", 0, ["x"], 0, {}, ()),
    lambda: _sre.compile("a", 0, [], 0, {}, ()),
    lambda: _sre.compile(1, 0, [1], 0, {}, ()),
    lambda: _sre.compile("a", 0, [1 << 40], 0, {}, ()),
    lambda: _sre.compile("a", 0, [1], 0, [], ()),
    lambda: _sre.compile("a", 0, [1], 0, {}, []),
    lambda: _sre.compile("a", 0, [15, 100, 1], 0, {}, ()),
    lambda: _sre.compile("a", 0, [18, 1], 0, {}, ()),
    lambda: _sre.compile("a", 0, [24, 9, 0, 5, 1], 0, {}, ()),
    lambda: _sre.ascii_iscased("a"),
    lambda: [_sre.ascii_iscased(c) for c in (64, 65, 0xE9)],
    lambda: [_sre.unicode_tolower(c) for c in (65, 0x130, 0x1E9E, 0xDF)],
    lambda: [_sre.unicode_iscased(c) for c in (65, 0xDF, 0x20AC)],
    lambda: (_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS),
):
    show(f)

s = p.scanner("aab")
print(s.match(), s.search(), s.search(), s.search())
print([x.span() for x in re.finditer("a*?", "baa")])

# a text stays alive with its match, a pattern with its matches
text = "".join(["x", "ab"])
before = sys.getrefcount(text)
found = p.search(text)
print(sys.getrefcount(text) - before)
del found
print(sys.getrefcount(text) - before)
w = weakref.ref(re.compile("weak(ly)"))
re.purge()
print(w())

# deep and long: nothing recurses
print(re.match("(?:a|b)*c", "ab" * 50000 + "c").end())
print(re.match("(?:a|b)*?c", "ab" * 50000 + "c").end())
print(re.match("((a)|(b))*", "ab" * 50000).span(1))
print(re.match("(a*)*$", "a" * 5000).span(1))
print(re.match("(?>a|b)*+c", "ab" * 50000))
