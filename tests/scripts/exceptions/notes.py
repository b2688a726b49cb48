"""add_note, __notes__ of odd kinds, and where they are printed."""
import traceback

e = ValueError("base")
print(hasattr(e, "__notes__"))
e.add_note("one")
e.add_note("two\nlines")
print(e.__notes__, vars(e))
for bad in (5, None, b"x"):
    try:
        e.add_note(bad)
    except TypeError as t:
        print(t)
e.__notes__ = "not a list"
try:
    e.add_note("x")
except TypeError as t:
    print(t)


def show(e):
    print("".join(traceback.format_exception(e)), end="")

for notes in (["a", "b"], ("t", "u"), "text", 5, [1, None, "x"], [], None):
    e = ValueError("v")
    e.__notes__ = notes
    show(e)


class BadStr:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__

e = ValueError("v")
e.__notes__ = [BadStr(), "fine"]
show(e)
e = KeyError("k")
e.add_note("")
e.add_note("é\u20ac")
show(e)
try:
    try:
        raise ValueError("inner")
    except ValueError as x:
        x.add_note("inner note")
        raise KeyError("outer")
except KeyError as y:
    y.add_note("outer note")
    y.__traceback__ = None
    y.__context__.__traceback__ = None
    show(y)
g = ExceptionGroup("g", [ValueError(1), TypeError(2)])
g.add_note("of the group")
g.exceptions[0].add_note("of the first")
show(g)
s, r = g.split(ValueError)
print(s.__notes__, r.__notes__, s.__notes__ is r.__notes__)
s.add_note("more")
print(s.__notes__, r.__notes__)
