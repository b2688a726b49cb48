class Node:
    def __init__(self, n):
        if n == 3:
            raise ValueError(n)
        self.n = n
        self.below = Node(n - 1) if n > 5 else None


class Leaf(Node):
    def __init__(self):
        self.parts = [0, 1]
        super().__init__(0)


class Other(Node):
    pass


def grown():
    yield Node(4)


def work():
    kept = []
    for n in range(2, 8):
        try:
            kept.append(Node(n))
        except ValueError:
            pass
    kept.append(Leaf())
    kept.extend(grown())
    return kept


kept = work()
del kept[0]
kept.pop()
Node.__name__ = "Late"
made = Node(1)
Leaf.__bases__ = (Other,)
made = Leaf()
del made
del kept
