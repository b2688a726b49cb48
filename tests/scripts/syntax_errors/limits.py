"""Limits of the compiler, and what patterns take classes of two kinds for."""
import collections, collections.abc
def f(x):
    match x:
        case [*_]: return "seq"
        case {}: return "map"
class C: pass
class M2(C, collections.UserDict, collections.abc.Sequence): pass
class M3(collections.UserDict, C, list): pass
class S2(C, collections.UserList, collections.abc.Mapping): pass
class S4(collections.UserList, dict, C): pass
class S5(dict, collections.UserList): pass
class D(dict): pass
class L(C, list): pass
print([f(t()) for t in (M2,M3,S2,S4,S5,D,L,dict,list)], f(str()), f(bytes()), f(C()))
def show(s):
    try: compile(s,'x','exec'); print('ok')
    except SyntaxError as e: print(e, e.lineno)
for n in (9,10,11,12,19,20,21):
  for head in ("try:\n","while 1:\n","with a:\n","for i in a:\n", "if 1:\n"):
    code=""
    for i in range(n):
        pad='    '*i
        if head.startswith('try'): code+=pad+"try:\n"+pad+"    raise E\n"+pad+"except E as e:\n"
        else: code+=pad+head
    code+='    '*n+'pass'
    print(n, head.strip(), end=' '); show(code)
for n in (255,256,257):
    show(", ".join("a%d" % i for i in range(n)) + ", *rest = x")
    show("*rest, "+", ".join("a%d" % i for i in range(n)) + " = x")
