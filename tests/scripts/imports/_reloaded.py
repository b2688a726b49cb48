import sys
try:
    count += 1
except NameError:
    count = 1
def f(): return count
class C: pass
