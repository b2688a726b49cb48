# Constants that are equal and yet two, inside sets and tuples.
def ints(x):
    return x in {0}


def floats(x):
    return x in {0.0}


def minus(x):
    return x in {-0.0}


def trues(x):
    return x in {True}


def ones(x):
    return x in {1}


def same(x):
    return x in {1}


for f in ints, floats, minus, trues, ones:
    print(f.__code__.co_consts)
print(ones.__code__.co_consts[1] is same.__code__.co_consts[1])
print(ones.__code__.co_consts[1] is trues.__code__.co_consts[1])
