"""The walk over an OrderedDict lets go of it at its end."""
import collections
import pickle


class Told(collections.OrderedDict):
    def __del__(self):
        print("gone", list(walk))


for over in (iter, reversed, lambda d: iter(d.keys()),
             lambda d: iter(d.values()), lambda d: iter(d.items())):
    walk = over(Told())
    print("made")
    print(next(walk, "end"), next(walk, "end"))
    walk = over(Told(a=1))
    print(next(walk), next(walk, "end"))
    print(list(pickle.loads(pickle.dumps(walk))), walk.__reduce__()[1])

d = collections.OrderedDict(a=1, b=2)
walk = iter(d)
next(walk)
d.move_to_end("a")
for _ in range(2):
    try:
        print(next(walk, "end"))
    except RuntimeError as e:
        print(e)
