# Small integers and some strings are shared by the runtime.
#
# Step through and look at the objects: -5 to 256 exist once for everybody;
# larger numbers are made anew. Ask  same n m : it says why they are one object.

n = 100
m = 50 + 50 * 1
print(n is m)           # the shared 100

big = int("1000")
also_big = int("1000")
print(big == also_big, big is also_big)     # two objects

limit = 256
above = limit + 1
again = limit + 1
print(limit + 0 is limit, above is again)

word = "heap"
other = "heap"
print(word is other)    # equal constants of one script are one object

built = "".join(["he", "ap"])
print(built == word, built is word)         # built while running: its own

import sys

print(sys.intern(built) is word)            # asked for the shared one
letter = word[0]
print("hole"[:1] is letter)    # one-character strings (Latin-1) exist once
