"""Moments as calendars show them, in several zones, and their texts."""
import os
import time

st = time.struct_time


def attempt(f, *args):
    try:
        print(f.__name__, args, repr(f(*args)))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)


print(st.__flags__ & 1024, st.n_fields, st.n_sequence_fields,
      st.n_unnamed_fields, st.__match_args__)
t = time.gmtime(0)
print(t, t.tm_zone, t.tm_gmtoff, len(t), t[:3], t.__reduce__())
for x in 1, range(9), range(10), range(11), range(12), range(8), "123456789":
    attempt(st, x)
s = st(range(11))
print(s.tm_zone, s.tm_gmtoff)
s = st(range(9), {"tm_zone": "X"})
print(s.tm_zone, s.tm_gmtoff, s == tuple(range(9)), hash(s) is None)
day = (2000, 1, 1, 0, 0, 0, 0, 1, 0)


def changed(place, value):
    return day[:place] + (value,) + day[place + 1:]


moments = [0, day, day[:3], 1.5, "x", 1e20, float("nan"), float("inf"), -1e9,
           list(day), changed(1, 13), (2000,) + (0,) * 8, changed(2, 32),
           changed(3, 24), changed(4, 60), changed(5, 62), changed(6, -2),
           changed(6, 9), changed(7, 367), changed(0, 10 ** 10),
           changed(0, -10 ** 9), changed(8, "x"), 2 ** 63, 2 ** 62]
for f in time.asctime, time.mktime, time.ctime, time.gmtime, time.localtime:
    for x in moments:
        attempt(f, x)
    attempt(f, 1, 2, 3)
attempt(time.mktime)
noon = time.gmtime(1e9)
epoch = tuple(time.gmtime(0))
for args in ((), ("%Y", (2000,)), ("%Y", 5), (5,), ("é\0%Y", noon), ("", noon),
             ("%a %A %b %B %c %d %H %I %j %m %M %p %S %U %w %W %x %X %y %Y %Z "
              "%z %% %e %s %G %V %u %D %T %F %4Y %-d %Q", noon),
             ("%Y", (12345,) + epoch[1:]), ("%Y", (-5,) + epoch[1:]),
             ("%Z", epoch), ("\ud800%Y", noon), ("%", noon), ("%é", noon),
             ("x" * 3000 + "%Y", noon)):
    attempt(time.strftime, *args)
attempt(time.strptime, "2001-02-03", "%Y-%m-%d")
attempt(time.strptime, "x", "%Y")
for name in ("monotonic", "x", "time", "perf_counter", "process_time",
             "thread_time", 5):
    attempt(time.get_clock_info, name)
for number in 99, "x", 2 ** 70:
    attempt(time.clock_gettime, number)
print(abs(time.clock_gettime(time.CLOCK_REALTIME) - time.time()) < 5,
      time.clock_gettime_ns(time.CLOCK_MONOTONIC) <= time.monotonic_ns(),
      time.clock_getres(time.CLOCK_REALTIME))
for zone in ("EST05EDT,M3.2.0,M11.1.0", "Europe/Berlin", "UTC", "Asia/Kolkata",
             "bogus", ":America/New_York", "AEST-10AEDT-11,M10.5.0,M3.5.0"):
    os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.timezone, time.altzone, time.daylight, time.tzname)
    for s in (0, 1e9, 1.3e9, 1143939600, 1143943200, 1162101600, 1162105200,
              -2e9, 2 ** 40):
        t = time.localtime(s)
        print(t, t.tm_zone, t.tm_gmtoff, time.mktime(t), time.ctime(s),
              time.strftime("%Z %z %c", t), time.mktime(tuple(t)))
        print([time.mktime(tuple(t)[:8] + (d,)) for d in (-1, 0, 1)])
    for hour in range(5):
        for month, mday in (4, 2), (3, 26), (10, 29):
            for summer in -1, 0, 1:
                attempt(time.mktime,
                        (2006, month, mday, hour, 30, 0, 0, 0, summer))
