class Node:
    __slots__ = ("value", "next")

    def __init__(self, value):
        self.value = value
        self.next = None


class Bag:
    pass


def busy(n):
    total = 0.5
    for i in range(n):
        total += i
    return total


def work(node, rows):
    count = 0.5
    mark = None
    busy(1000)
    count = busy(3)
    node.value = 7
    for row in rows:
        row.append(busy(2))
    node.next = Node(8)
    mark = node.next
    node.next.value = 9
    return count, mark


def steps():
    there = 1
    yield busy(5)
    there = 2
    yield there


bag = Bag()
bag.size = 1
rows = [[], []]
node = Node(6)
work(node, rows)
bag.more = 1
bag.size = 2
bag.__dict__["size"] = 3
globals()["late"] = 4
vars(bag).update(size=5)
rows[1][0] = "x"
rows[1] = None
made = steps()
print(next(made), next(made))
kept = [node, node]
kept.clear()
node = None
late = 6
del late
