import gc, sys
class A:
    def __init__(self, a): self.a = a
    def __del__(self): print("del", self.a)
a = A(9)
def t():
    try:
        class X(object, A): pass
    except TypeError as e: print("err")
print(sys.getrefcount(A), sys.getrefcount(a))
t()
print(sys.getrefcount(A), sys.getrefcount(a))
t()
print(sys.getrefcount(A), sys.getrefcount(a), gc.is_finalized(a))
print(gc.collect(), gc.is_finalized(a))
b = A(10)
print(gc.collect(), gc.is_finalized(a))
del b
del a
print("end")
