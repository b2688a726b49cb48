"""Generators that feed each other, comprehensions, iterators of classes."""


class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        self.left = self.start
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left


def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def squares(source):
    for n in source:
        yield n * n


def windows(source, size):
    window = []
    for item in source:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            del window[0]


def chain(*sources):
    for source in sources:
        yield from source


def averager():
    total, count, mean = 0, 0, None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


print(sum(a * b - c for a, b, c in windows(squares(numbers(60_000)), 3)))
print(sum(1 for n in chain(numbers(90_000), Countdown(60_000)) if n % 3))
mean = averager()
next(mean)
for n in numbers(80_000):
    last = mean.send(n)
print(last)
print(len({n % 977: str(n) for n in range(120_000) if n & 1}),
      sum([x ^ y for x in range(300) for y in range(300)]))
