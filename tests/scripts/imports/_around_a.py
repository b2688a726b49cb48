import _around_b
VALUE = 1
