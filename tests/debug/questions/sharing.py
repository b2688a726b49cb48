class Cell:
    pass


cell = Cell()
long = [cell] * 100
copy = long[:]
third = list(long)
third.append(1)
table = {number: cell for number in range(100)}
other = table.copy()
done = "before"
eager = long[:]
done = "after"
