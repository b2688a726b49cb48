"""Globals and built-ins that come, change and go under code that has run."""
def f(): return x
def g(): return len
x = 1
print(f(), f()); x = 2; print(f())
del x
try: f()
except NameError as e: print(e)
x = 3; print(f())
globals()['len'] = 5; print(g()); del len; print(g() is __builtins__.len)
for i in range(50): globals()['v%d' % i] = i
print(f())
import builtins
builtins.zz = 1
def h(): return zz
print(h(), h()); builtins.zz = 2; print(h()); zz = 3; print(h()); del zz; print(h()); del builtins.zz
try: h()
except NameError as e: print(e)
ns = {'q': 1}
code = compile('def k(): return q', 'x', 'exec'); exec(code, ns); ns2 = {'q': 2, 'r': 1}; 
import types
k2 = types.FunctionType(ns['k'].__code__, ns2); print(ns['k'](), k2(), ns['k'](), k2())
ns3 = dict(ns2); k3 = types.FunctionType(ns['k'].__code__, ns3); ns3['q'] = 9; print(k3(), k2()); ns2.clear()
try: k2()
except NameError as e: print(e)
ns2.update(a=1, q=7); print(k2())
