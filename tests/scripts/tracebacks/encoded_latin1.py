# coding: iso-8859-1
# What a traceback shows of a source that is not UTF-8.
import traceback


def f():
    raise ValueError('hé ho', 'éé') + 1  # é


try:
    f()
except ValueError:
    print(ascii(traceback.format_exc().splitlines()[-2]))
f()  # é
