"""Sudoku by constraint propagation and search: sets, dicts, exceptions."""

DIGITS = "123456789"
ROWS = "ABCDEFGHI"
SQUARES = [r + c for r in ROWS for c in DIGITS]
UNITS = ([[r + c for r in ROWS] for c in DIGITS] +
         [[r + c for c in DIGITS] for r in ROWS] +
         [[r + c for r in rs for c in cs]
          for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")])
OF = {s: [u for u in UNITS if s in u] for s in SQUARES}
PEERS = {s: set(sum(OF[s], [])) - {s} for s in SQUARES}


class Contradiction(Exception):
    pass


def assign(values, square, digit):
    for other in values[square].replace(digit, ""):
        eliminate(values, square, other)


def eliminate(values, square, digit):
    if digit not in values[square]:
        return
    values[square] = values[square].replace(digit, "")
    if not values[square]:
        raise Contradiction(square)
    if len(values[square]) == 1:
        for peer in PEERS[square]:
            eliminate(values, peer, values[square])
    for unit in OF[square]:
        places = [s for s in unit if digit in values[s]]
        if not places:
            raise Contradiction(digit)
        if len(places) == 1:
            assign(values, places[0], digit)


def search(values):
    if all(len(values[s]) == 1 for s in SQUARES):
        return values
    _, square = min((len(values[s]), s) for s in SQUARES
                    if len(values[s]) > 1)
    for digit in values[square]:
        copy = values.copy()
        try:
            assign(copy, square, digit)
            return search(copy)
        except Contradiction:
            pass
    raise Contradiction("none fits")


def solve(grid):
    values = dict.fromkeys(SQUARES, DIGITS)
    for square, digit in zip(SQUARES, grid):
        if digit in DIGITS:
            assign(values, square, digit)
    return "".join(search(values)[s] for s in SQUARES)


GRID = "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2....." \
       "1.4......"
for _ in range(3):
    print(solve(GRID))
