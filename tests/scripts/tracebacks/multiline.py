def g(a, b, c):
    return a + b + c
value = g(1,
          "two",
          3)
