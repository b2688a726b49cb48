"""__getattr__, __getattribute__, __setattr__, descriptors, slots."""
class G:
    def __getattr__(self, name):
        if name.startswith("x"): return name.upper()
        raise AttributeError("no " + name)
g = G()
print(g.xyz, hasattr(g, "q"), getattr(g, "q", 0))
try: g.q
except AttributeError as e: print(e)
class Log:
    def __setattr__(self, k, v): print("set", k, v); object.__setattr__(self, k, v)
    def __delattr__(self, k): print("del", k); object.__delattr__(self, k)
    def __getattribute__(self, k):
        if k[0] != "_": print("get", k)
        return super().__getattribute__(k)
o = Log(); o.a = 1; print(o.a); del o.a
class Data:
    def __get__(self, i, t): return ("data", i is None, t.__name__)
    def __set__(self, i, v): i.__dict__["d"] = v
class NonData:
    def __get__(self, i, t=None): return "nondata"
class H: d = Data(); n = NonData()
h = H(); h.d = 5; h.n = 6
print(h.d, h.__dict__, h.n, H.d, H.n)
class Sl:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
s = Sl()
try: s.b
except AttributeError as e: print(e)
try: s.c = 1
except AttributeError as e: print(e)
s.b = 2; print(s.a, s.b, hasattr(s, "__dict__"))
del s.a
try: s.a
except AttributeError as e: print(e)
class Sub(Sl): pass
t = Sub(); t.z = 1; print(t.z, t.__dict__)
try: int.x = 1
except TypeError as e: print(e)
try: (5).x = 1
except AttributeError as e: print(e)
class P: __private = 3; get = lambda self: self.__private
print(P().get(), [k for k in vars(P) if "private" in k])
h.__dict__ = {"fresh": 1}; print(h.fresh)
h.__class__ = G; print(h.xx)
