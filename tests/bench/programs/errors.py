"""Exceptions raised, caught, chained and cleaned up after."""


class Missing(KeyError):
    pass


class Session:
    opened = 0

    def __enter__(self):
        Session.opened += 1
        return self

    def __exit__(self, kind, error, traceback):
        Session.opened -= 1
        return kind is Missing


def look(table, key):
    try:
        return table[key]
    except KeyError as error:
        raise Missing(key) from error


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None
    finally:
        parse.calls += 1


parse.calls = 0
table = {i: str(i) for i in range(0, 1000, 2)}
found = 0
for i in range(60_000):
    with Session():
        look(table, i % 1000)
        found += 1
values = [parse(text) for text in ["12", "1.5", "x", "-7", ""] * 12_000]
print(found, Session.opened, parse.calls, values.count(None))


def deep(n):
    if not n:
        raise ValueError("deep")
    deep(n - 1)


caught = 0
for _ in range(400):
    try:
        deep(50)
    except ValueError:
        caught += 1
print(caught)
