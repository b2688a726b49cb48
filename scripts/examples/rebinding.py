# Rebinding one of two names leaves the other alone.
#
# Assignment to a name never changes an object: it moves the name. Step with
# next  and watch the count of the first list go 1, 2, 1, 0.

a = ["first"]
b = a               # two names, one list
b = ["second"]      # only b moves
print(a, b)

a = a + ["more"]    # + makes a new list: the old one is freed when a moves
print(a)

# A loop variable is a name like any other.
for item in a:
    item = item.upper()     # moves the name, changes nothing in the list
print(a, item)

# Both names move at once; the two lists stay where they are.
a, b = b, a
print(a, b)
