# The limit on conversions between ints and decimal text.
import sys


def attempt(function, *args):
    try:
        result = function(*args)
        return len(result) if isinstance(result, str) else result.bit_length()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits,
      sys.int_info.str_digits_check_threshold, sys.flags.int_max_str_digits)
big = 10**4300
for n in (10**4299, big - 1, big, -(big - 1), -big, 7 * big):
    print([attempt(f, n) for f in (str, repr, "%d".__mod__, "{}".format, hex, oct, bin)])
    print([attempt(format, n, spec) for spec in ("d", "x", "b", "o", ",", "e", "n")])
for text in ("9" * 4300, "9" * 4301, "-" + "9" * 4300, "-" + "9" * 4301, "1_0" * 2150, " " + "9" * 4301):
    print(attempt(int, text), attempt(int, text.encode()))
print(attempt(int, "f" * 5000, 16), attempt(int, "7" * 5000, 8), attempt(int, "1" * 9000, 3))
print(attempt(int, "z" * 5000, 32), attempt(int, "0x" + "f" * 5000, 0), attempt(int, "9" * 5000, 0))
for limit in (640, 0, 639, -1, 1, 2**31, "a", 1.5, None, 700):
    try:
        print(limit, sys.set_int_max_str_digits(limit), sys.get_int_max_str_digits())
    except Exception as e:
        print(limit, type(e).__name__, e)
    print(attempt(str, 10**650), attempt(str, 10**699), attempt(str, 10**700), attempt(int, "1" * 701))
print(attempt(eval, "1" * 701))
sys.set_int_max_str_digits(maxdigits=0)
print(attempt(str, 10**9000), attempt(int, "1" * 9000))
