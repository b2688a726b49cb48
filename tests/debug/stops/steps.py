def double(x):
    return [x, x]


first = double(1000)
second = double(first)
del first, second
end = 1
