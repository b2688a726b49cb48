"""Quantiles of the normal distribution, to the last bit."""
import random
import _statistics
import statistics

inv = _statistics._normal_dist_inv_cdf
for args in ((2, 0, 1), (0, 0, 1), (1, 0, 1), (.5, 0, -1), (.5,),
             (.5, "a", 1), (float("nan"), 0, 1), (.5, 0, 1, 2),
             (.3, float("inf"), 1), (.5, 3, 2), (True, 1, 1)):
    try:
        print(args, inv(*args))
    except (TypeError, ValueError) as e:
        print(args, type(e).__name__, e)
rng = random.Random(3)
for _ in range(500):
    p = rng.random() ** rng.choice((1, 2, 20, 60))
    print(inv(p, 0, 1), inv(1 - p / 2, 10, 2.5))
d = statistics.NormalDist(100, 15)
print(d.quantiles(10), d.inv_cdf(.01), d.samples(3, seed=1))
