"""csv: dialects of every kind, records read and written, whole and damaged."""
import csv
import io
import itertools
import random


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__} {e}"


def dialect(**settings):
    d = csv.reader([], **settings).dialect
    return d.delimiter, d.quotechar, d.escapechar, d.quoting, d.strict


for name in ("delimiter", "quotechar", "escapechar", "lineterminator",
             "quoting", "doublequote", "strict", "skipinitialspace", "dialect"):
    for value in (None, "", "x", "xy", 1, 7, -1, b"x", 2 ** 40, True, "\n"):
        for more in {}, {"quoting": 3}, {"quoting": 0}:
            print(name, value, more,
                  attempt(dialect, **{name: value} | more))
for name in "excel", "excel-tab", "unix", "none":
    d = attempt(csv.get_dialect, name)
    print(name, attempt(lambda: (d.delimiter, d.lineterminator, d.quoting)))
print(csv.list_dialects(), attempt(csv.register_dialect, 1))
print(csv.register_dialect("mine", "excel", delimiter=";"),
      csv.get_dialect("mine").delimiter, csv.unregister_dialect("mine"),
      attempt(csv.unregister_dialect, "mine"), attempt(csv.get_dialect, []))
for args in (), (1,), ("x",), (2 ** 70,), (131072,), ():
    print(args, attempt(csv.field_size_limit, *args))
print(attempt(list, csv.reader(["a" * 131073])))
print(attempt(setattr, csv.reader([]).dialect, "delimiter", ";"))

settings = [dict(zip(("quoting", "doublequote", "escapechar", "strict",
                      "skipinitialspace"), v))
            for v in itertools.product(range(4), (True, False), (None, "\\"),
                                       (True, False), (True, False))]
rng = random.Random(5)
pieces = ["a", "1", "1.5", " ", ",", '"', '""', "\\", "\n", "\r", "\r\n", "é",
          "'", "\0"]
texts = ["".join(rng.choices(pieces, k=rng.randrange(9))) for _ in range(60)]
for s in settings:
    for text in texts:
        reader = csv.reader(io.StringIO(text, newline=""), **s)
        print(ascii(attempt(list, reader)), reader.line_num)
fields = ["", "a", "a b", ",", '"', "\n", "\\", 'x"y,z', None, 1, 1.5, "é", ()]
for s in settings:
    for end in "\r\n", "!":
        rows = [rng.choices(fields, k=rng.randrange(4)) for _ in range(12)]
        rows += [[""], [None], []]
        for row in rows:
            out = io.StringIO(newline="")
            r = attempt(csv.writer(out, lineterminator=end, **s).writerow, row)
            print(r, ascii(out.getvalue()))
out = io.StringIO()
w = csv.writer(out)
print(attempt(w.writerow, 5), attempt(w.writerows, [[1], 5]),
      attempt(w.writerows, 7), attempt(csv.writer, 5), out.getvalue())
print(attempt(list, csv.reader([b"a"])), attempt(list, csv.reader([1])),
      attempt(csv.reader, 1), attempt(csv.reader, [], "no"))


def lines():
    yield "a,b\n"
    yield next(r)
    yield "c"


r = csv.reader(lines())
print(next(r), csv.reader(["x"]).dialect is csv.get_dialect("excel"))
out = io.StringIO()
d = csv.DictWriter(out, ["a", "b"], restval="-", extrasaction="ignore")
d.writeheader()
d.writerows([{"a": 1, "c": 3}, {"a": "x,y", "b": None}])
print(out.getvalue(), list(csv.DictReader(out.getvalue().splitlines())))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
