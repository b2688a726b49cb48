# Objects that refer to each other stay alive until the collector comes.
#
# Type  break gc  and  continue : heapstep stops at each collection and lists
# what it found. Ask  cycles  when no name is left: it tells which are garbage.

import gc

gc.disable()            # only when we say so


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("freed:", self.name)


alone = Node("alone")
alone = None            # no cycle: freed at this line

left = Node("left")
right = Node("right")
left.other = right
right.other = left      # now each keeps the other
del left
del right               # no name is left, and yet nothing is freed
print("no names left")

print("found:", gc.collect())

loop = []
loop.append(loop)       # the smallest cycle: a list that holds itself
print(loop)
del loop
print("found:", gc.collect())

# A cycle that is opened by hand needs no collector.
left, right = Node("left again"), Node("right again")
left.other, right.other = right, left
left.other = None       # the cycle is open: only right refers to left now
del right               # freed at once, and lets go of left
del left                # the last reference: freed as well
print("end")
