# Augmented assignment: what is evaluated once, in which order, on which target.
def attempt(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


log = []
def t(name, value=None):
    log.append(name)
    return value
class Box:
    def __init__(self): self.items = {"k": 1}
    def __getitem__(self, k): log.append(f"get[{k}]"); return self.items.get(k, 0)
    def __setitem__(self, k, v): log.append(f"set[{k}]={v}"); self.items[k] = v
    def __getattr__(self, n):
        if n.startswith("_"): raise AttributeError(n)
        log.append(f"getattr {n}"); return 10
class NoInPlace:
    def __add__(self, o): return "added"
class InPlace:
    def __iadd__(self, o): log.append("iadd"); return self
    def __isub__(self, o): return NotImplemented
    def __sub__(self, o): return "sub"
    def __imul__(self, o): return None
box = Box()
def say(): print(log); log.clear()
t("container", box)[t("key", "k")] += t("value", 5); say()
t("object", box).attr += t("value", 1); say(); print(box.__dict__["attr"])
box[t("i", 0)], *rest = [1, 2]; say()
x = y = InPlace(); x += 1; print(x is y); x -= 1; print(x); y *= 2; print(y); say()
n = NoInPlace(); n += 1; print(n)
l = m = [1]; l += (2,); l += "ab"; l *= 2; print(m, l is m)
tup = ([],)
try: tup[0] += [1]
except TypeError as e: print(e, tup)
s = "a"; s += "b"; s *= 3; print(s)
i = 7; i **= 2; i //= 4; i %= 5; i <<= 3; i |= 1; i ^= 3; i &= 14; i >>= 1; i -= 9; i /= 2; print(i)
d = {}; d |= {1: 2}; st = {1}; st |= {2}; st -= {1}; st ^= {5}; fs = frozenset([1]); g = fs; fs |= {2}; print(d, st, fs, g)
def unbound():
    i += 1
class C:
    v = 1
    def bump(self): self.v += 1
    def globally(self):
        global counter
        counter += 1
counter = 0; c = C(); c.bump(); c.globally(); print(c.v, C.v, counter)
attempt(unbound, lambda: exec("q += 1", {}), lambda: exec("x = 1\nx += 'a'"), lambda: exec("x = None\nx @= 1"), lambda: exec("x = []\nx += 5"), lambda: exec("x = ()\nx[0] += 1"), lambda: exec("'a'.x += 1"), lambda: exec("x = {}\nx['k'] += 1"), lambda: exec("len += 1\nprint(len)"), lambda: exec("x = 5\nx **= 'a'"))
for text in ("(a, b) += 1", "[a] += 1", "a + b += 1", "f() += 1", "a += b += c", "a += *b", "a += yield", "(a) += 1", "a.b += c, d", "x: int += 1", "a, b += 1", "None += 1", "1 += x", "a[1:2] += []", "*a += 1", "(a := 1) += 1", "a if b else c += 1", "a += (b := 1)", "a +=", "a =+ 1", "a + = 1", "a ?= 1", "lambda += 1", "-x += 1", "'s' += 't'", "f'{x}' += 't'", "{} += 1", "[x for x in y] += 1", "... += 1", "True += 1", "__debug__ += 1"):
    try: compile(text, "t", "exec"); print("fine", text)
    except SyntaxError as e: print(text, "|", e.msg, e.offset, e.end_offset)
