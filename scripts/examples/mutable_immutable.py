# Some objects can change, some cannot.
#
# When a number or a string "changes", the name moves to another object. Watch
# the number after # beside each name while you step with  next.

text = "ab"
same_text = text
text += "c"                 # a new string: same_text keeps the old one
print(text, same_text)

items = ["a", "b"]
same_items = items
items += ["c"]              # changed in place: one list as before
print(items, same_items)

count = 1000
before = count
count += 1
print(count, before)

pair = (1, [2])
pair[1].append(3)           # a tuple's places are fixed; what is in them
print(pair)                 # may change if it can

try:
    pair[0] = 5
except TypeError as error:
    print(error)

try:
    pair[1] += [4]          # the list is extended, then the store fails
except TypeError as error:
    print(error)
print(pair)

key = (1, 2)
table = {key: "found"}      # only what cannot change is fit to be a key
print(table[(1, 2)])
try:
    table[[1, 2]] = "no"
except TypeError as error:
    print(error)
