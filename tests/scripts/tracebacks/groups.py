# Exception groups as the interpreter shows them: nested, with causes, notes.
from _report import report


def two():
    raise ExceptionGroup("two", [ValueError(1), TypeError("t")])


def one_raised():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raised = e
    raise ExceptionGroup("one was raised", [raised, KeyError("was not")])


def nested():
    raise BaseExceptionGroup("outer", [
        ExceptionGroup("inner", [ValueError("a"), ExceptionGroup("innermost", [OSError(2, "No such")])]),
        KeyboardInterrupt("k"), SystemExit(3)])


def with_cause():
    try:
        two()
    except ExceptionGroup as e:
        raise RuntimeError("from a group") from e


def group_with_cause():
    try:
        {}["missing"]
    except KeyError as e:
        raise ExceptionGroup("caused", [ValueError("x")]) from e


def context_inside():
    errors = []
    for x in (0, "s"):
        try:
            try:
                1 / x
            except ArithmeticError:
                [][x]
        except Exception as e:
            errors.append(e)
    raise ExceptionGroup("contexts", errors)


def notes():
    inner = ValueError("with notes")
    inner.add_note("first note")
    inner.add_note("second\nof two lines")
    group = ExceptionGroup("noted", [inner, TypeError("none")])
    group.add_note("on the group")
    raise group


def many():
    raise ExceptionGroup("many", [ValueError(i) for i in range(20)])


def deep():
    e = ValueError("deepest")
    for i in range(15):
        e = ExceptionGroup(f"level {i}", [e])
    raise e


def empty_message():
    raise ExceptionGroup("", [ValueError(), ExceptionGroup("line\nbreak", [KeyError("a\nb")])])


def in_star():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise LookupError("in the handler")


def bare_star():
    try:
        raise ValueError("naked")
    except* ValueError as e:
        raise


report(two, one_raised, nested, with_cause, group_with_cause, context_inside, notes, many, deep, empty_message, in_star, bare_star)
