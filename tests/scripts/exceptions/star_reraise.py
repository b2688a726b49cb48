# What leaves an except* statement is a group as soon as one came in.
def report(body):
    try:
        body()
    except BaseException as e:
        print(repr(e), repr(e.__context__), repr(e.__cause__))


def one():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError) as e:
        raise SyntaxError(3)


def one_from():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* TypeError as e:
        raise SyntaxError(3) from e


def naked():
    try:
        raise TypeError(1)
    except* TypeError:
        raise KeyError(2)


def both():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2), OSError(3)])
    except* TypeError:
        raise
    except* ValueError as e:
        raise KeyError(4)


for body in one, one_from, naked, both:
    report(body)
