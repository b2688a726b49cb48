# Slices that go their own way once their items have been counted.
import sys


class Item:
    pass


def counts(*lists):
    return [sys.getrefcount(found[-1]) for found in lists]


whole = [Item() for _ in range(3000)]
copies = [whole[:] for _ in range(3)]
part = whole[100:]
other = whole[1000:]
print(counts(whole, part, other))
part.pop()
print(counts(whole, part, other))
other.append(None)
print(counts(whole, part))
copies[0].append(1)
print(counts(whole, part, copies[1]))
part = whole[5:]
print(counts(whole, part))
del part
print(counts(whole))
copies.clear()
print(counts(whole), sys.getrefcount(whole[500]))
