"""Noughts and crosses on four rows: alpha-beta search with a table."""

SIZE = 4
LINES = ([[r * SIZE + c for c in range(SIZE)] for r in range(SIZE)] +
         [[r * SIZE + c for r in range(SIZE)] for c in range(SIZE)] +
         [[i * (SIZE + 1) for i in range(SIZE)],
          [(i + 1) * (SIZE - 1) for i in range(SIZE)]])


def score(cells):
    total = 0
    for line in LINES:
        x = o = 0
        for at in line:
            if cells[at] == "x":
                x += 1
            elif cells[at] == "o":
                o += 1
        if x == SIZE:
            return 1000
        if o == SIZE:
            return -1000
        if not o:
            total += x * x
        if not x:
            total -= o * o
    return total


def search(cells, player, depth, low, high, table):
    key = ("".join(cells), player, depth)
    if key in table:
        return table[key]
    value = score(cells)
    free = [i for i, cell in enumerate(cells) if cell == "."]
    if abs(value) == 1000 or not depth or not free:
        return value
    best = -2000 if player == "x" else 2000
    for at in free:
        cells[at] = player
        value = search(cells, "o" if player == "x" else "x", depth - 1, low,
                       high, table)
        cells[at] = "."
        if player == "x":
            best = max(best, value)
            low = max(low, best)
        else:
            best = min(best, value)
            high = min(high, best)
        if low >= high:
            break
    table[key] = best
    return best


table = {}
print(search(list("." * SIZE * SIZE), "x", 4, -2000, 2000, table), len(table))
