import pickle, copy
for e in (OSError(2,'no','f'), OSError(2,'no','f',None,'g'), ImportError('m',name='n',path='p'), OSError(1), FileNotFoundError(2,'x','y')):
    print(e.__reduce__(), repr(pickle.loads(pickle.dumps(e))), repr(copy.copy(e)))
print(b' a  b c '.split(None,1), b' a b  c '.rsplit(None,1), ' a  b c '.split(None,1), ' a b  c '.rsplit(None,1), bytearray(b'  x ').split(None,0), '  x '.rsplit(None,0), b' '.split(None,0))
class F(float): pass
class R:
    def __float__(self): return F(3.0)
    def __int__(self): return True
    def __index__(self): return True
    def __complex__(self):
        class C(complex): pass
        return C(1,2)
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    for f in (float,int,complex):
        try: print(f(R()))
        except TypeError as x: print(x)
    print([str(x.message) for x in w])
class S(set):
    def __init__(self,*a): super().__init__(*a); self.t=1
print(S([1]).__reduce__(), frozenset([1]).__reduce__())
class P:
    __slots__=('a','b')
    def __init__(self): self.a=1
p=P(); q=copy.copy(p); print(q.a, hasattr(q,'b'), p.__reduce_ex__(2)[1:])
def g():
    x = yield 1
    return (lambda: (yield))
it=g(); next(it)
try: it.send(3)
except StopIteration as e: print(list(e.value()))
l=lambda: (yield 5)
i=l(); print(next(i))
try: i.send(8)
except StopIteration as e: print(e.value)
