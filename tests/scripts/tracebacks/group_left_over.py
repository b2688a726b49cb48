"""What except* leaves is raised with the lines of both."""


def work():
    raise ExceptionGroup("work", [ValueError(1), TypeError(2), OSError(3)])

try:
    work()
except* ValueError as e:
    raise LookupError("while handling")
except* OSError:
    pass
