# Attributes behind a line break: they, and calls of them, are where the name
# stands.
import sys
import traceback


class A:
    def method(self, *args):
        1 / 0

    @property
    def wrong(self):
        raise ValueError("read")

    @wrong.setter
    def wrong(self, value):
        raise ValueError("written")

    @wrong.deleter
    def wrong(self):
        raise ValueError("deleted")

    right = 1


a = A()
none = None


def call_missing():
    (none
     .method(
         1))


def call_long():
    (a.
     method)(
        1,
        2)


def call_plain():
    return (
        a
        . method  (
            3))


def read():
    return (
        a
        .wrong
        .more)


def write():
    (
        a
        .wrong
    ) = (
        5)


def delete():
    del (
        a
        .wrong)


def add():
    (
        a
        .right
    ) += (
        "x")


def chain():
    (a.right.bit_length()
       .bit_length()
       .nothing()
       .more())


for f in call_missing, call_long, call_plain, read, write, delete, add, chain:
    print(f.__name__)
    try:
        f()
    except Exception:
        for line in traceback.format_exc().splitlines()[3:]:
            print(line)
print([p for p in chain.__code__.co_positions() if p[0]][-1][0] > 0)
sys.stderr.flush()
chain()
