"""Binary trees, built and dropped: allocation and frees."""


def tree(depth):
    return (tree(depth - 1), tree(depth - 1)) if depth else (None, None)


def count(node):
    left, right = node
    return 1 + count(left) + count(right) if left else 1


for _ in range(12):
    print(count(tree(14)))
