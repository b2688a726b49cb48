import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name


class Leaf(Node):
    pass


class Phoenix:
    kept = []

    def __del__(self):
        Phoenix.kept.append(self)


def cycle():
    a = Node("a")
    b = Leaf("b")
    a.other = b
    b.other = a


gc.disable()
first = Node("first")
second = Leaf("second")
watcher = weakref.ref(second)
del second
bird = Phoenix()
del bird
cycle()
found = gc.collect()
numbers = list(range(5000))
copy = numbers[:]
copy.append(1)
end = 1
