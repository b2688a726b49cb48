# A call gives the function references, not copies.
#
# Use  step  to go into a function,  finish  to come out. In the call the
# object has one reference more: the parameter's.


def add_item(target):
    target.append("added")      # the caller's own list


def replace(target):
    target = ["new"]            # moves the parameter; the caller sees nothing
    target.append("lost")       # freed when the function returns


def give_back(target):
    return target               # a reference to the same object


def gather(*args, **options):
    return args, options        # a new tuple and a new dict of references


basket = ["egg"]
add_item(basket)
print(basket)
replace(basket)
print(basket)
print(give_back(basket) is basket)

args, options = gather(basket, keep=basket)
print(args[0] is basket, options["keep"] is basket)

pieces = [1, 2]
args, _ = gather(*pieces)
pieces.append(3)
print(args, pieces)
