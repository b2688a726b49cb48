import gc

gc.disable()
gc.collect()


class Thing:
    pass


def make(count):
    things = []
    for i in range(count):
        things.append(Thing())
    return things


old = make(3)
gc.collect(0)
mid = [old]
gc.collect()
new = make(5)
del mid
new.pop()
end = 1
