# An iterator whose class loses its __next__ while it is used.


class Fading:
    def __iter__(self):
        return self

    def __next__(self):
        del Fading.__next__
        return 1


def fresh():
    Fading.__next__ = saved
    return Fading()


saved = Fading.__next__


def looped():
    for i in fresh():
        print("item", i)


def mapped():
    print(list(map(str, fresh())))


def unpacked():
    a, b = fresh()


def delegated():
    yield from fresh()


def drained():
    print(list(delegated()))


for way in looped, mapped, unpacked, drained, lambda: sum(fresh()):
    try:
        way()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Endless:
    def __getitem__(self, i):
        return i


it = iter(Endless())
it.__setstate__(2**63 - 3)
print(next(it), next(it))
for _ in range(2):
    try:
        next(it)
    except OverflowError as e:
        print(e)
