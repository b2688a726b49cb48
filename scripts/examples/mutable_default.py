# A default value is made once, when `def` runs.
#
# Put a breakpoint in the function with  break collect  and look at `into` at
# every call: the same object again and again, held by the function.


def collect(item, into=[]):
    into.append(item)
    return into


first = collect("a")
second = collect("b")               # not a fresh list
print(first, second, first is second)
print(collect.__defaults__)         # here is who keeps it alive
other = collect("c", ["my own"])
print(other, first)


def collect_anew(item, into=None):  # the usual cure
    if into is None:
        into = []
    into.append(item)
    return into


print(collect_anew("a"), collect_anew("b"))
