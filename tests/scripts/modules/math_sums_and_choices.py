"""fsum of what is not finite; comb and perm of numbers of any size."""
import math

inf, nan = math.inf, math.nan


def attempt(call, *args):
    try:
        print(call.__name__, args, call(*args))
    except Exception as e:
        print(call.__name__, args, type(e).__name__, e)


for items in ([10, nan], [nan, inf], [inf, -inf], [inf, 1, inf], [-inf, nan],
              [nan, inf, -inf], [1e308, 1e308, -1e308], [1e-16, 1, 1e16], []):
    attempt(math.fsum, items)
big = 2 ** 1000
for n, k in ((big, big), (big, big - 1), (big, big - 2), (big, big + 1),
             (big, 1), (big, 0), (2 ** 70, 2 ** 69), (52, 5), (5, 52),
             (-1, 2), (2, -1), (True, 1), (60, 30)):
    attempt(math.comb, n, k)
    attempt(math.perm, n, k if k < 100 else k + n)
attempt(math.perm, 2 ** 70, 2 ** 69)
