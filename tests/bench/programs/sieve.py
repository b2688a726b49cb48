"""Primes by a sieve: arithmetic, loops and slices."""


def primes(limit):
    sieve = bytearray([1]) * (limit + 1)
    for i in range(2, int(limit ** 0.5) + 1):
        if sieve[i]:
            for k in range(i * i, limit + 1, i):
                sieve[k] = 0
    return sum(sieve) - 2


print(primes(2_000_000))
