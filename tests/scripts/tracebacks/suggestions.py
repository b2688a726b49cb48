"""Did you mean: names, attributes, arguments that are not asked, imports."""
import sys


class Thing:
    colour = 1

    def __init__(self):
        self.length = 2
        self._private = 3

    def method(self):
        print(lenght)


def attempt(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, None)


def local_names():
    number_of_things = 1
    return numberofthings


def builtin_name():
    return pritn


def method_name():
    return [].apend


def too_far():
    return Thing().zzzz


def case():
    return Thing().COLOUR


def private():
    return Thing().private


def self_lost():
    return Thing().method()


def module_attribute():
    return sys.exc_inf


def class_attribute():
    return Thing.colur


def none():
    return None.appendd


def long_name():
    return Thing().lengthhhhhhhhhhhhhhh

length = 4
lenght_ = 5
for f in (local_names, builtin_name, method_name, too_far, case, private,
          self_lost, module_attribute, class_attribute, none, long_name):
    attempt(f)
try:
    from sys import exc_inf
except ImportError as e:
    sys.excepthook(type(e), e, None)
try:
    import systemm
except ImportError as e:
    sys.excepthook(type(e), e, None)
name = "given"
print(nmae)
