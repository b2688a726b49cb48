# -*- coding: cp1251 -*-
# The same in a code page.
def f():
    return 'ж' + 1  # жж


f()
