def made(count):
    for i in range(count):
        item = [i]
        item.append(i)


made(1_000_000)
