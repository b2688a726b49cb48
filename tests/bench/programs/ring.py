"""Rings of instances that only the cycle collector can free."""


class Link:
    def __init__(self, after):
        self.after = after


def ring(length):
    first = link = Link(None)
    for _ in range(length):
        link = Link(link)
    first.after = link


for _ in range(60_000):
    ring(8)
