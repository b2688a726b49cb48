def visit(n):
    return n * n


total = 0
for n in range(12):
    total += visit(n)
last = total
print(total)
