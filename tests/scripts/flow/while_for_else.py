# Loops with else, nested leaving, changed sequences, targets that stay.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


def find(items, wanted):
    for n, x in enumerate(items):
        if x == wanted: break
    else: return "not found", items
    return n
def whiles(n):
    out = []
    while n > 0:
        n -= 1
        if n == 3: continue
        if n == 1: break
        out.append(n)
    else: out.append("else")
    return out, n
def nested():
    out = []
    for i in range(4):
        for j in range(4):
            if j == 2: break
            if i == 2: continue
            out.append((i, j))
        else: out.append("never")
        if i == 3: break
    else: out.append("outer else")
    return out
def changing():
    l, out = [1, 2, 3, 4], []
    for x in l:
        out.append(x)
        if x == 2: l.remove(1)
        if x == 4: l[:] = []
    return out, l
def targets():
    d, l = {}, [0, 0]
    for d["k"], l[0] in [(1, 2), (3, 4)]: pass
    for l[d["k"] - 2] in "z": pass
    for i in range(3): i = "changed"
    for (a, [b, *c]) in [(1, (2, 3, 4))]: pass
    return d, l, i, a, b, c
def once():
    it = iter([1, 2, 3])
    for x in it:
        for y in it: break
    return x, y, list(it)
def fails():
    class It:
        def __iter__(self): return self
        n = 0
        def __next__(self):
            self.n += 1
            if self.n == 3: raise OSError("third")
            return self.n
    seen = []
    try:
        for x in It(): seen.append(x)
        else: seen.append("else")
    except OSError as e: seen.append(str(e))
    return seen
def zero():
    for x in (): pass
    else: return "else of empty", "x" in locals()
def constants():
    out = []
    while 0: out.append("never")
    else: out.append("else")
    while True:
        out.append("once")
        if len(out) > 1: break
    else: out.append("no")
    if 0: out.append("no")
    elif []: out.append("no")
    elif "": out.append("no")
    else: out.append("yes")
    return out
def falsy():
    return [bool(x) for x in (0, 0.0, 0j, "", b"", [], (), {}, set(), None, False, range(0), bytearray(), frozenset(), ..., NotImplemented.__class__, object(), [0], " ", "0", -1)]
attempt(lambda: find("abc", "b"), lambda: find("abc", "z"), lambda: whiles(6), lambda: whiles(1), lambda: whiles(0), nested, changing, targets, once, fails, zero, constants, falsy, lambda: [x for x in range(10) if x % 3 == 0 if x], lambda: exec("for x in 5: pass"), lambda: exec("for x in [1]: break\nelse: print('no')\nprint(x)"), lambda: exec("while [].pop(): pass"))
