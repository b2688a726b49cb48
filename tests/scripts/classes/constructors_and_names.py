import sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class A: pass
t(lambda: type.__setattr__(A, b'x', None))
t(lambda: setattr(A, 1, None))
t(lambda: setattr(A(), 1, None))
t(lambda: getattr(A(), 1))
t(lambda: hasattr(A(), 1))
t(lambda: delattr(A(), 1))
t(lambda: object.__setattr__(A(), 1, 2))
t(lambda: A().__getattribute__(1))
t(lambda: len(range(-2**70, 2**70)))
r = range(-2**70, 2**70, 2**69)
t(lambda: list(r)); t(lambda: r[1:3]); t(lambda: r[-1]); t(lambda: 2**69 in r); t(lambda: r.index(2**69)); t(lambda: list(reversed(r)))
t(lambda: list(range(-4294967298, -18446744073709551618, -9223372036854775808)))
t(lambda: (5).to_bytes()); t(lambda: int.from_bytes(b'\x01\x02')); t(lambda: (300).to_bytes(1)); t(lambda: (5).to_bytes(2, 'little', signed=True)); t(lambda: (-5).to_bytes(2))
class T(tuple): pass
t(lambda: T(sequence=()))
t(lambda: T([1,2]))
class T2(tuple):
    def __init__(self, arg, newarg=None): self.n = newarg
t(lambda: T2([1], newarg=3).n)
class T3(tuple):
    def __new__(cls, arg, newarg=None): return super().__new__(cls, arg)
t(lambda: T3([1], newarg=3))
for base, arg in ((list, [1]), (set,[1]), (frozenset,[1]), (dict, {1:2}), (int, 3), (str, 'a'), (bytes, b'a'), (float, 1.0), (bytearray, b'a'), (complex, 1), (type(iter([])), None), (zip, [1]), (enumerate, [1]), (reversed, [1]), (property, None), (slice, 1), (range, 3), (bool, 1), (map, len), (filter, len), (BaseException, 1), (object, None)):
    try:
        class S(base): pass
    except TypeError as e: print(base, e); continue
    t(lambda: S(arg, bogus=3))
    t(lambda: S(bogus=3))
class E:
    def f(self):
        def g(): return __class__
        return g()
t(lambda: E().f())
class X:
    x = 5
    def f(self): return super().__init__()
    __class__ = 413
t(lambda: X().f()); t(lambda: X().__class__)
def glob():
    class X:
        x = __class__
        def f(): __class__
    return X
t(glob)
class Y:
    global __class__
    __class__ = 42
    def f(): __class__
t(lambda: globals()['__class__'])
t(lambda: '__class__' in Y.__dict__)
class X2:
    nonlocal_ = 1
    def f(self): super; return 1
t(lambda: X2().f())
