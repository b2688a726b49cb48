# Expressions and statements over several lines: which line, which marks.
from _report import report

zero, text = 0, "t"


def call_arguments():
    return max(
        1,
        2 / zero,
        3,
    )


def call_itself():
    return max(
        1,
        "a",
    )


def operator():
    return (1 +
            2 *
            text +
            3)


def operator_left():
    return (
        text
        .upper()
        .nothing
        .more
    )


def backslash():
    return 1 + \
        zero + \
        text


def subscripts():
    return [
        [1, 2],
        [3],
    ][
        1
    ][
        2
    ]


def dict_display():
    return {
        "a": 1,
        "b": 1 / zero,
        **{"c": 2},
    }


def triple_quoted():
    return """first
    second""" + 1


def comparison_chain():
    return (1
            < 2
            < text)


def conditional():
    return (1 if
            zero else
            text - 1)




def decorator():
    @staticmethod
    @(lambda f: 1 / 0)
    @property
    def inner(
        a,
    ): pass


def class_body():
    class A(
        object,
    ):
        x = 1
        y = (x
             / 0)


def default_argument():
    def inner(a=1,
              b=1 / 0,
              c=2):
        pass


def with_items():
    with (
        open("/dev/null") as f,
        text as g,
    ):
        pass


def for_loop():
    for x in (
        zero
    ):
        pass


def match_subject():
    match (
        1 /
        zero
    ):
        case 1: pass


def fstring_lines():
    return f"""{
        1 / zero
    }"""


def lambda_lines():
    return (lambda:
            1 /
            zero)()


def comprehension_lines():
    return [
        x
        for x in [1]
        if 1 / zero
    ]


def semicolons(): a = 1; b = a / zero; c = 2
def long_line(): return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + zero


report(*[f for f in list(globals().values()) if callable(f) and f is not report])
