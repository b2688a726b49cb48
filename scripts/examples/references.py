# Names and the objects they refer to. This is the example to begin with.
#
# In heapstep, type  next  (or press F10) to run one line at a time. Watch the
# pane of names: which object each name refers to, and its reference count.

l1 = [1, 2, 3]      # one list, one name: its count is 1
l2 = l1             # no copy: a second name for the same list, count 2
l2[0] = 55          # the change is made in the one list...
print(l1)           # ...so it is seen through the other name too
print(l1 is l2)     # True: one object. Try:  print l1 is l2

l2 = [55, 2, 3]     # rebinding: l2 now refers to a list of its own
print(l1 == l2)     # True: equal values
print(l1 is l2)     # False: two objects
l2.append(4)        # changes the second list only
print(l1, l2)

l3 = [l1, l1]       # a list holds references as well: l1's list has count 3
l3[0].append("x")   # through the first item...
print(l3)           # ...and the second item shows it: they are one object
l3 = None           # the outer list is freed, and lets go of what it held

del l2              # the last name of the second list: it is freed here
l1 = "a string"     # the first list is freed: nothing refers to it any more
print(l1)
