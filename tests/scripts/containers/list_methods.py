# Every list method, slices in every form, lists that change under way.
def attempt(*fs):
    for f in fs:
        try: print(f())
        except Exception as e: print(type(e).__name__, e)


def on(items, code):
    l = list(items)
    try:
        r = eval(code, {"l": l}) if not code.startswith("!") else exec(code[1:], {"l": l})
        print(code, "->", r, l)
    except Exception as e:
        print(code, "->", type(e).__name__, e, l)


for code in ("l.append(9)", "l.extend('ab')", "l.extend(l)", "l.extend(5)", "l.insert(0, 9)", "l.insert(-1, 9)", "l.insert(99, 9)", "l.insert(-99, 9)", "l.insert('a', 1)", "l.insert(2**70, 1)", "l.pop()", "l.pop(0)", "l.pop(-2)", "l.pop(5)", "l.pop(-5)", "l.pop('a')", "l.pop(1, 2)", "l.remove(2)", "l.remove(9)", "l.clear()", "l.index(2)", "l.index(2, 2)", "l.index(2, -3, -1)", "l.index(9)", "l.index(2, 'a')", "l.index(2, 2**70)", "l.count(2)", "l.reverse()", "l.copy()", "l.sort(reverse=True)", "l.sort(key=lambda x: -x)", "l.sort(1)", "l.sort(key=1)",
             "!l[0] = 9", "!l[-1] = 9", "!l[5] = 9", "!l['a'] = 9", "!del l[0]", "!del l[9]", "!l[1:] = 'xyz'", "!l[:0] = [7, 8]", "!l[1:1] = l", "!l[::2] = 'ab'", "!l[::2] = 'abc'", "!l[::-1] = [7, 8, 9]", "!l[3:1] = 'q'", "!l[1:2] = 5", "!l[::2] = 5", "!del l[::2]", "!del l[1:]", "!del l[::-1]", "!del l[5:]", "!l[None:None] = ()", "!l[2**70:] = 'z'", "!l[-2**70:1] = 'z'", "l[2**70]", "l[::0]", "l[1.0]", "l['a']", "l[None]", "l[:]", "l[::-1]", "l[-2:]", "l[5:]", "l[True]", "!l += (4,)", "!l += 5", "!l *= 2", "!l *= -1", "!l *= 'a'", "l + (4,)", "l + [4]", "l * 2", "2 * l", "l * 2.0", "l * 2**70", "l == [1, 2, 3]", "l < [1, 3]", "l < (1,)", "l != []", "2 in l", "l.__contains__(5)", "l.__class_getitem__(int)", "hash(l)", "l()", "!l.x = 1", "!l[0], l[1] = l[1], l[0]", "!a, *b = l; l[:] = b", "!l[:], l[0] = [5, 6], 7"):
    on([1, 2, 3], code)


class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, other):
        self.l.clear()
        return False
    def __lt__(self, other):
        self.l.append(1)
        return False


l = [1, 2]
l.extend([Evil(l), 3])
attempt(lambda: l.index(99), lambda: l)
l = [1, 2]
l.append(Evil(l))
attempt(lambda: l.remove(99), lambda: 5 in [Evil(l)], lambda: [Evil(l)].count(1))
l = []
l[:] = [Evil(l), Evil(l)]
attempt(lambda: l.sort())
l = [3, 1, 2]
attempt(lambda: l.sort(key=lambda x: l.append(x)), lambda: len(l))
l = [1, 2, 3]
seen = []
for x in l:
    seen.append(x)
    if len(l) < 6: l.append(x * 10)
    if x == 2: l.remove(2)
print(seen, l)
it = iter([1, 2])
print(list(it), list(it), it.__length_hint__(), it.__reduce__()[0].__name__)
l = [1, 2, 3]
it = iter(l)
next(it)
l.append(4)
print(it.__length_hint__(), list(it))
l.append(5)
print(list(it))
l = [1]
l.append(l)
print(l, l[1] is l, repr([l]))
attempt(lambda: l == l, lambda: [l] == [[1, [1]]], lambda: list(5), lambda: list("ab", "c"), lambda: list(x=1), lambda: list({1: 2}), lambda: [].__init__([1]), lambda: sorted([[2], [1, 5], []]), lambda: [1, 2] > [1], lambda: [float("nan")] == [float("nan")], lambda: [] is [], lambda: [[]] * 2 == [[], []])
