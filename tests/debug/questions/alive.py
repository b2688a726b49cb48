class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


items = [1, 2, 3]
table = {'k': items, items[0]: 'x'}
first = Node(items)
second = Node(first)
first.next = second


def look(what):
    pair = (what, what)
    cell = [pair]
    del pair
    return lambda: cell


kept = look(items)
del items, table['k'], first, second, kept
done = True
