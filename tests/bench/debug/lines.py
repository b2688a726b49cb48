def hot(count):
    total = 0
    for i in range(count):
        total = total + i % 7
        total = total - 1
    return total


idle = []
hot(3_000_000)
