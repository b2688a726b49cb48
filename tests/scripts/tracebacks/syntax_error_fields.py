# SyntaxErrors that scripts make themselves: fields of every kind, shown.
from _report import report


def made(*args, **fields):
    def f():
        e = SyntaxError(*args)
        for name, value in fields.items():
            setattr(e, name, value)
        raise e
    f.__name__ = f"{args} {fields}"
    return f


report(
    made(), made("message"), made("message", ("file.py", 3, 5, "some text here\n")), made("m", ("file.py", 3, 5, "some text here", 3, 9)),
    made("m", (None, 3, 5, "text")), made("m", ("f", None, 5, "text")), made("m", ("f", 3, None, "text")), made("m", ("f", 3, 5, None)),
    made("m", ("f", 3, 0, "text")), made("m", ("f", 3, -1, "text")), made("m", ("f", 3, 100, "text")), made("m", ("f", 3, 1, "text", 3, 100)),
    made("m", ("f", 3, 2, "text", 4, 1)), made("m", ("f", 3, 2, "line one\nline two\n", 3, 4)), made("m", ("f", 3, 5, "    indented")),
    made("m", ("f", 3, 2, "    indented")), made("m", ("f", 3, 7, "\t\f indented", 3, 9)), made("m", ("f", 3, 3, "äöü日本", 3, 5)), made("m", ("f", 3, 1, "")),
    made("m", ("f", 3, 3, "abc", 3, 3)), made("m", ("f", 3, 3, "abc", 3, 1)), made("m", ("f", 3, 3, "abc", None, None)), made("m", ("f", 3, 3, "abc", 3, 0)),
    made("m", ("f", 3, 3, "abc", 3, -1)), made("m", ("f", 0, 0, "abc")), made("m", ("f", -1, 1, "abc")), made(msg=None), made("m", text="x", lineno=1, filename="f"), made("m", print_file_and_line="x"),
    made("m", lineno="one", filename="f", text="x", offset=1), made("m", lineno=2, filename=5, text="x", offset=1), 
    made("m", lineno=2, filename="f", text="x", offset="y"), made("m", ("f", 2, 1, "abc\rdef")), made("a\nb", ("f", 2, 1, "abc")),
    made(5), made("m", "extra"), made("m", ()), made("m", (1, 2)), made("m", (1, 2, 3, 4, 5)), made("m", (1, 2, 3, 4, 5, 6, 7)),
)


def subclass():
    class Mine(IndentationError):
        def __str__(self): return "own text"
    raise Mine("m", ("f", 1, 2, "abc"))


def tab_error(): raise TabError("inconsistent", ("f", 1, 2, "\tabc", 1, 3))


def context():
    try:
        compile("x = (", "<inner>", "exec")
    except SyntaxError:
        raise SyntaxError("outer", ("g", 7, 2, "yy zz", 7, 4))


report(subclass, tab_error, context)
