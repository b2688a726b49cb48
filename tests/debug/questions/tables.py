class Node:
    def __init__(self, name, parent):
        self.name = name
        self.parent = parent
        self.children = []
        if parent:
            parent.children.append(self)


def grow(root):
    depth = 2
    left = Node("left", root)
    right = Node("right", root)
    return [Node("leaf", left) for _ in range(depth)]


root = Node("root", None)
leaves = grow(root)
end = 1
