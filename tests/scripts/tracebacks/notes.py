# __notes__ of every kind in the traceback.
import sys
from _report import report


def noted(*notes):
    e = ValueError("value")
    e.__notes__ = list(notes)
    return e


def plain(): raise noted("one", "two")
def lines(): raise noted("a\nb\n", "", "\n", "end")
def not_text(): raise noted(1, None, ["x"], b"bytes")


def not_a_list():
    e = ValueError("v")
    e.__notes__ = 42
    raise e


def a_tuple():
    e = ValueError("v")
    e.__notes__ = ("t1", "t2")
    raise e


def a_text():
    e = ValueError("v")
    e.__notes__ = "text"
    raise e


def none():
    e = ValueError("v")
    e.__notes__ = None
    raise e


class BadText:
    def __str__(self): raise KeyError("str")
    def __repr__(self): raise KeyError("repr")


class BadRepr:
    def __str__(self): return "its text"
    def __repr__(self): raise KeyError("repr")


def bad_note(): raise noted(BadText(), BadRepr(), "after")


def bad_notes():
    e = ValueError("v")
    e.__notes__ = BadText()
    raise e


class WithNotes(Exception):
    @property
    def __notes__(self): raise RuntimeError("notes")


def property_fails(): raise WithNotes("w")


class Items(Exception):
    __notes__ = ["of the class"]


def of_class(): raise Items("i")


def on_chain():
    try:
        raise noted("on the cause")
    except ValueError as e:
        e.add_note("added")
        f = TypeError("t")
        f.add_note("on the effect")
        raise f from e


def on_exit():
    try:
        raise SyntaxError("s")
    except SyntaxError as e:
        e.add_note("noted syntax")
        raise


for bad in (1, None, b"x"):
    try:
        ValueError().add_note(bad)
    except TypeError as e:
        print(e)
e = noted()
e.__notes__ = ()
try:
    e.add_note("x")
except TypeError as error:
    print(error)
report(plain, lines, not_text, not_a_list, a_tuple, a_text, none, bad_note, bad_notes, property_fails, of_class, on_chain, on_exit)
