class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


def ones():
    while True:
        yield 1


print(list(Countdown(3)), sum(Countdown(4)))
print(any(n == 1 for n in ones()))
for n in Countdown(2):
    print(n)
made = ones()
next(made)
made.close()
print(next(Countdown(0), "none"))
print(next(Countdown(0)))
