# == asks whether two values are equal, `is` whether they are one object.
#
# Look at the number after # beside each name: the same number, the same
# object. Try  print x is z  and  print x == z.

x = [1, 2]
y = [1, 2]
z = x
print(x == y, x is y)       # equal, but two objects
print(x == z, x is z)       # one object is always its own equal... nearly

not_a_number = float("nan")
same = not_a_number
print(not_a_number == same, not_a_number is same)   # the one exception


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __eq__(self, other):        # what == means is the class's to say
        return self.cents == other.cents


one, another = Money(100), Money(100)
print(one == another, one is another)

print(1 == 1.0 == True)     # equal values of three types
nothing = None
print(nothing is None)      # there is only one None: ask with `is`
