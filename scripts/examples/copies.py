# Slice copies and whole copies: new outside, shared inside.
#
# After each copy look at the objects in the heap pane: the outer lists are
# different, the inner list is one object with a growing count.

inner = ["deep"]
original = [1, inner]

by_slice = original[:]
by_method = original.copy()
by_call = list(original)

print(by_slice == original, by_slice is original)
print(by_slice[1] is inner, by_method[1] is inner, by_call[1] is inner)

by_slice[0] = 100           # the copy's own place: the others keep 1
print(original[0], by_method[0])

by_slice[1].append("all")   # the shared inner list: everybody sees it
print(original, by_method, by_call)

part = original[1:]         # a slice copies references as well
part[0] = "replaced"        # moves one place of the copy only
print(original, part)

# A copy all the way down has to be asked for.
separate = [1, inner[:]]
separate[1].append("mine")
print(inner, separate)
