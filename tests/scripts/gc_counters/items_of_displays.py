# A list that is only looked through is a tuple, a constant one where it can be.
import gc
import sys


class Thing:
    pass


def counted(name, run):
    gc.collect()
    counts = [gc.get_count()[0]]
    for _ in range(3):
        run()
        counts.append(gc.get_count()[0])
    print(name, counts)


thing = Thing()


def for_constants():
    for _ in [1, 2, 3]:
        pass


def for_names():
    for _ in [thing, thing]:
        pass


def for_set():
    for _ in {1, 2, 3}:
        pass


def for_set_of_names():
    for _ in {thing, 1}:
        pass


def for_unhashable():
    for _ in [[], {}]:
        pass


def for_starred():
    for _ in [*(1, 2), 3]:
        pass


def generator():
    return any(x is thing for x in [thing])


def generator_stopped():
    return any(x for x in [5, thing])


def comprehension():
    return [x for x in [1, 2] for y in [thing, x]]


def dict_comprehension():
    return {x: y for x in [1, 2] for y in [3]}


def inside():
    return thing in [1, thing], 1 in {1, 2}, thing not in [thing, thing]


def closed():
    def numbers():
        yield 1
        yield 2
    made = numbers()
    next(made)
    made.close()


for function in (for_constants, for_names, for_set, for_set_of_names,
                 for_unhashable, for_starred, generator, generator_stopped,
                 comprehension, dict_comprehension, inside, closed):
    counted(function.__name__, function)
    print([c for c in function.__code__.co_consts
           if isinstance(c, (tuple, frozenset))])

for bad in "for x in {[]}: pass", "1 in {1, []}", "[x for x in {1, {}}]":
    try:
        exec(bad)
    except TypeError as error:
        print(error)


async def wrong():
    return [x async for x in [1]]


try:
    wrong().send(None)
except TypeError as error:
    print(error)


def frames():
    def inner():
        return [sys._getframe(0), sys._getframe(1)]
    yield inner()
    yield inner()


def names(found):
    print([f.f_back and f.f_back.f_code.co_name for f in found])


def hold():
    made = frames()
    first = next(made)
    names(first)
    second = next(made)
    names(first + second)
    next(made, None)
    names(first + second)


hold()


def failing():
    yield 1
    raise ValueError


def trace():
    made = failing()
    next(made)
    next(made)


try:
    trace()
except ValueError as error:
    place = error.__traceback__
    while place:
        names([place.tb_frame])
        place = place.tb_next
