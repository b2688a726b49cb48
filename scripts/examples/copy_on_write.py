# A copy of a big list costs little until one side changes.
#
# heapstep lets the copy share the items' array with the original. Look at the
# copies with  info object #N  (the number after # beside the name), before
# and after the line that changes one of them. What the script sees is exactly
# what it would see with an eager copy.

import sys

numbers = list(range(1000, 2000))
first = numbers[:]          # shares the array
second = list(numbers)      # a third owner
print(first == numbers, first is numbers)

first[0] = "changed"        # now first gets an array of its own
print(numbers[0], second[0], first[0])

marker = object()
holders = [marker]
copies = [holders[:] for _ in range(3)]
print(sys.getrefcount(marker))  # every copy counts, shared array or not
copies.clear()
print(sys.getrefcount(marker))

table = {"a": 1, "b": 2}
snapshot = dict(table)
table["c"] = 3
print(snapshot, table)
