class Box:
    pass


def fill(box, total):
    sum = 0
    for i in range(3):
        sum += i
        total["n"] = sum
    box.value = sum
    return sum


def pick(key):
    try:
        return {}[key]
    except KeyError:
        return None


box = Box()
box.value = 0
total = {"n": 0}
thing = [1, 2]
held = thing
other = [held]
del held
result = fill(box, total)
other = None
thing = None
pick("x")
big = bytearray(3000000)
end = 1
