"""Compiles sources that are wrong and shows what the error says of them."""


def show(*sources, mode="exec"):
    for source in sources:
        try:
            compile(source, "<source>", mode)
        except SyntaxError as e:
            print(repr(source)[:70], "|", type(e).__name__, e.msg, "|", e.lineno, e.offset, e.end_lineno,
                  e.end_offset, repr(e.text)[:60])
        except Exception as e:
            print(repr(source)[:70], "|", type(e).__name__, e)
        else:
            print(repr(source)[:70], "| fine")
