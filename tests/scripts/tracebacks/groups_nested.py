"""A group of groups, uncaught."""


def leaf(n):
    raise ValueError(f"leaf {n}")


def collect(*functions):
    errors = []
    for f in functions:
        try:
            f()
        except Exception as e:
            errors.append(e)
    raise ExceptionGroup("collected", errors)


def inner():
    collect(lambda: leaf(1), lambda: leaf(2))


def with_cause():
    try:
        leaf(3)
    except ValueError as e:
        raise KeyError("turned") from e


def noted():
    e = TypeError("has\ntwo lines")
    e.add_note("a note\nof two lines")
    raise e

collect(inner, with_cause, noted, lambda: leaf(4))
