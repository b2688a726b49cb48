"""Matrices as lists of lists: products, a determinant, a power."""


def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns]
            for row in a]


def determinant(matrix):
    matrix = [row[:] for row in matrix]
    n, result = len(matrix), 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda row: abs(matrix[row][i]))
        if not matrix[pivot][i]:
            return 0.0
        if pivot != i:
            matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
            result = -result
        result *= matrix[i][i]
        for row in range(i + 1, n):
            factor = matrix[row][i] / matrix[i][i]
            for column in range(i, n):
                matrix[row][column] -= factor * matrix[i][column]
    return result


def power(matrix, exponent, modulus):
    result = [[int(i == j) for j in range(len(matrix))]
              for i in range(len(matrix))]
    while exponent:
        if exponent & 1:
            result = [[x % modulus for x in row]
                      for row in product(result, matrix)]
        matrix = [[x % modulus for x in row] for row in product(matrix, matrix)]
        exponent >>= 1
    return result


n = 60
a = [[(i * 31 + j * 17) % 23 - 11 for j in range(n)] for i in range(n)]
print(sum(map(sum, product(a, a))))
b = [[x / 7 + (40 if i == j else 0) for j, x in enumerate(row)]
     for i, row in enumerate(a)]
print(f"{determinant(b):.6e}")
print(power([[1, 1], [1, 0]], 10 ** 60, 10 ** 9 + 7))
