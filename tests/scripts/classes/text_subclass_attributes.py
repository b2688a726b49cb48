# An instance of a subclass of str, bytes or int keeps its attributes behind
# the value, in memory that others have used before.


class Text(str):
    def twice(self):
        return len(self) * 2


class Raw(bytes):
    def twice(self):
        return len(self) * 2


class Number(int):
    def twice(self):
        return self * 2


def litter(size):
    for letter in ("x", "\xff", "\u1234", "\U00012345"):
        rows = [letter * size + str(i) for i in range(40)]
    return [row.encode() for row in rows]


for size in range(0, 200, 7):
    litter(size)
    made = [Text("a" * size) for _ in range(40)]
    made += [Text("\u1234" * size) for _ in range(40)]
    made += [Raw(b"b" * size) for _ in range(40)]
    for value in made:
        assert value.twice() == 2 * size
        assert not vars(value)
        value.mark = size
        assert vars(value) == {"mark": size}
print(Number(1 << 90).twice(), vars(Number(3)))
