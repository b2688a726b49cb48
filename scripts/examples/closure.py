# A function remembers the variables around it, and keeps their values alive.
#
# Step into make_counter with  step.  After it returns its list lives on:
# refs #N  (the list's number) shows the cell that holds it.


class Witness:
    def __del__(self):
        print("witness freed")


def make_counter():
    counts = [0]
    unused = Witness()      # no inner function names it: freed at the return

    def count():
        counts[0] += 1
        return counts[0]

    return count


counter = make_counter()
print(counter(), counter())
print(counter.__closure__[0].cell_contents)
other = make_counter()      # a new call, a new variable
print(other(), counter())


def keep():
    big = Witness()
    return lambda: big      # this one keeps it alive


holder = keep()
print("the call is over, the witness lives")
del holder                  # the function goes, and its cell, and the witness
print("end of the story")

# Closures hold variables, not values: all three see the last i.
functions = [lambda: i for i in range(3)]
print([function() for function in functions])
functions = [lambda i=i: i for i in range(3)]
print([function() for function in functions])
