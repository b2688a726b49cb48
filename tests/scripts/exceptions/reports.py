"""What an error that nobody catches shows of itself, and where it was."""
import io
import sys
import warnings
import weakref


def shown(e):
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(e), e, None)
        return sys.stderr.getvalue().split("\n")
    finally:
        sys.stderr = kept


class A:
    blech = None


class Mute:
    __str__ = __repr__ = None


class B:
    blech = None

    def __getattr__(self, name):
        raise AttributeError(Mute())


o = A()
for read in (lambda: object.__getattribute__(o, 'bluch'),
             lambda: super(A, o).bluch, lambda: B().bluch):
    try:
        read()
    except AttributeError as e:
        print(e.name, type(e.obj), shown(e))

for place in ((1, 2, "abcdefg", 1, 100), (1, 20, "abcdefg", 1, 25),
              (1, 2, "abcdefg\n", 1, 9), (1, 3, "ab", 2, 1)):
    print(shown(SyntaxError("bad", ("bad.py",) + place)))


def no_match():
    try:
        1 / 0
    except TypeError as e:
        pass


try:
    no_match()
except ZeroDivisionError as e:
    inner = e.__traceback__.tb_next
    print(inner.tb_lineno, inner.tb_frame.f_lineno)


def compiled(text):
    try:
        compile(text, "x", "exec")
        print(text, "is good")
    except SyntaxError as e:
        print(text, e.msg, e.lineno, e.offset, e.end_offset)


compiled("{i for i in range(5) if (j := 0) for j in range(5)}")
compiled("{i for i in range(5) if (j := 0) for k in range(j)}")
warnings.simplefilter("error")
for text in ("0xfor x", "[9in x]", "1jif x else y", "'\\d'"):
    compiled(text)


class Sequence(str):
    def __reversed__(self):
        return iter("cba")

    def __bytes__(self):
        return b"bytes"


s = Sequence("abc")
proxy = weakref.proxy(s)
print(list(reversed(proxy)), bytes(proxy))
