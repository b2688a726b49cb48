# Slices of text: every bound, what is shared, and the slice object that nobody
# sees still takes its turn in the young counter.
import gc
def f(s):
    out=[]
    for a in (None,0,1,-1,3,-3,100,-100,2**70,-2**70,True,False):
        for b in (None,0,1,-1,3,-3,100,-100,2**70,True):
            out.append(s[a:b])
    return out
for s in ("hello","","h","hé\u20acllo","a"*50):
    print(f(s))
s="hello world"
print(s[:] is s, s[2:3] is s[2:3])
gc.collect(); gc.disable()
def g():
    print(gc.get_count()[0]); x=s[1:4]; print(gc.get_count()[0]); k=slice(1,2); k2=slice(2,3); y=s[2:5]; print(gc.get_count()[0]); del k; z=s[2:6]; print(gc.get_count()[0])
g(); g()
class S(str):
    def __getitem__(self,k): return k
print(S("abc")[1:2])
try: "abc"["a":2]
except TypeError as e: print(e)
try: "abc"[1.5:]
except TypeError as e: print(e)
