from collections import deque, defaultdict, OrderedDict, Counter, namedtuple
d = deque([1,2,3], maxlen=4); d.append(4); d.append(5); d.appendleft(0); print(d, d[0], d[-1], len(d), 3 in d)
d.rotate(2); print(d, list(reversed(d)), d.index(3), d.count(2)); d.remove(3); d.insert(1, 9); print(d, d.maxlen)
try: deque().pop()
except IndexError as e: print(e)
print(deque([1])+deque([2]), deque([1])*3, deque([1,2]) < deque([1,3]), deque("ab")==deque("ab"))
dd = defaultdict(list); dd["x"].append(1); print(dd, dd["y"], dict(dd), dd.default_factory)
print(Counter("abca").most_common(1), namedtuple("P","x y")(1,2), OrderedDict(a=1))
e = deque(); e.append(e); print(e)
import gc; del e; print(gc.collect() > 0)
class D2(deque): pass
q = D2([1]); q.z = 3; print(q, q.z)
