"""replace, find, count, upper and lower against slow answers."""
texts = ['', 'a', 'aaa', 'abcabc', 'aéa', 'ééé', 'x€y€', 'ab' * 40, 'aab' * 30 + 'aaa', 'ΑΣ', 'Straße', 'ﬁx', '\x00\xff', 'MiXed 123', 'éÉ', 'tail']
def slow_find(s, t, a, b):
    b = min(b, len(s))
    for i in range(a, b - len(t) + 1):
        if all(s[i + k] == t[k] for k in range(len(t))): return i
    return -1
for s in texts:
    for t in texts + ['aab', 'ba', 'aaa', 'é', 'aa']:
        for a in (0, 1, 3):
            for b in (len(s), 2, 5):
                got = s.find(t, a, b)
                if got != slow_find(s, t, a, b) and not (a > len(s)): print('find', repr(s), repr(t), a, b, got)
        for new in ('', 'Z', 'long text', 'é', '€'):
            r = s.replace(t, new); r1 = s.replace(t, new, 1)
            print(ascii(r), ascii(r1), r.isascii(), len(r), s.count(t))
    print(ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.swapcase()), ascii(s.casefold()), ascii(s.capitalize()), s.upper() == s.upper().upper())
class S(str): pass
s = 'abc'; w = S('ab')
print(type(w.format()), type('{}'.format(w)), type('{:s}'.format(w)))
print(s.format() is s, 'a{}'.format('') == "a", '{}{}'.format(s,'') is s, '{:s}'.format(s) is s, '{!s}'.format(s) is s, '{0[0]}'.format([s]) is s, '{0}x'.format(s), '{0}{1}{0}'.format(s, w), '{{}}'.format(), '{{'.format() + '}}'.format())
