# array.array: conversions and their errors, slices, pickling, memoryviews.
import array
import copy
from array import array as A


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


a = A("i", [1, 2, 3])
for code in "bBhHiIlLqQ":
    for value in ("2**70", "-2**70", "-1", "300", "70000", "2**31", "2**32",
                  "2**63", "2**64-1", "1.5", "'a'"):
        show(f"A('{code}', [{value}])")
for text in (
    "A()", "A('x')", "A('xx')", "A(1)", "A('i', 5)", "A('i', 'abc')",
    "A('u', 'abc')", "A('u', ['a', 'bc'])", "A('d', ['x'])", "A('f', [1e300])",
    "A('i', b'abc')", "A('i', b'abcd')", "A('i', bytearray(8))",
    "A('i', [1], 2)", "A('i', x=1)", "A('i', A('d', [1.0]))",
    "A('d', A('i', [1]))", "A('d', A('u', 'a'))", "a[0:2]", "a[::-1]",
    "a['x']", "a[10]", "a[-1]", "a+[1]", "a+A('d')", "a+a", "a*2", "2*a",
    "a*-1", "a==A('d', [1, 2, 3])", "a<A('i', [1, 2, 4])", "a==[1, 2, 3]",
    "a!=A('i')", "A('i')", "A('u', 'ab')", "a.index(9)", "a.index(2, 0, 1)",
    "a.index(2, 1)", "a.remove(9)", "a.pop(9)", "A('i').pop()",
    "a.insert(0, 'x')", "a.insert(-100, 7) or a", "a.pop(0)",
    "a.fromlist(5)", "a.fromlist([1, 'x'])", "a", "a.frombytes(b'abc')",
    "a.extend(5)", "a.extend(A('d', [1]))", "a.extend([4, 5]) or a",
    "a.tounicode()", "a.fromunicode('x')", "a.buffer_info()[1]",
    "a.byteswap() or a", "a.byteswap() or a", "a.__reduce_ex__(2)",
    "a.__reduce_ex__(3)[1]", "a.typecode", "a.itemsize", "array.typecodes",
    "a.__setitem__(slice(0, 1), [1])", "a.__setitem__(slice(0, 1), A('d'))",
    "a.__setitem__(slice(0, 4, 2), A('i', [1]))",
    "a.__setitem__(slice(0, 4, 2), A('i', [8, 9])) or a",
    "a.__setitem__(slice(1, 1), a) or a", "a.__delitem__(slice(0, 1)) or a",
    "a.__delitem__(slice(None, None, 3)) or a",
    "a.__delitem__(slice(None, None, -2)) or a", "a.__setitem__('x', 1)",
    "a.__setitem__(0, None)", "a.__setitem__(99, 1)", "a.__iadd__([1])",
    "hash(a)", "list(reversed(a))", "a.count(2)", "3 in a", "a.__copy__()",
    "a.reverse() or a", "A('i').__imul__(3)", "a.append()",
    "array._array_reconstructor(A, 'i', 9, b'\\0\\0\\0\\1')",
    "array._array_reconstructor(A, 'i', 99, b'')",
    "array._array_reconstructor(int, 'i', 8, b'')",
    "copy.deepcopy(a) == a", "(lambda r: r[0](*r[1]))(a.__reduce_ex__(4))",
    "memoryview(a).format", "memoryview(A('d', [1, 2]))[1]",
    "memoryview(a) == a", "memoryview(A('u', 'ab'))[0]",
    "bytes(memoryview(A('h', [1, 2]))[1:])",
):
    show(text)

m = memoryview(A("i", [1, 2, 3]))
m[1] = -5
m[2:] = memoryview(A("i", [7]))
print(m.obj, m.tolist(), m.nbytes, m.itemsize, m.strides, m.suboffsets)

b = memoryview(bytearray(range(16)))
for text in (
    "b.cast('I')[0]", "b.cast('x')", "b.cast('I').cast('H')",
    "b[1:].cast('I')", "b[::2].cast('B')", "b.cast(1)", "b.cast('<I')",
    "b.cast('@I').format", "b.cast('c').tolist()[:3]", "b.cast('?')[0]",
    "b.cast('P')[0]", "b.cast()", "b.cast('I').strides",
    "b.cast('I') == b.cast('i')", "b.cast('I')[1:3].tolist()",
    "b.cast('I').__setitem__(slice(0, 1), b.cast('i')[1:2])",
    "hash(memoryview(bytes(8)).cast('I'))", "b.tobytes('X')",
    "b.cast('i')[::2].tobytes()", "b.cast('i')[::2].hex()",
    "b.cast('i').__setitem__(0, 2**31)", "b.cast('i').__setitem__(0, 1.5)",
    "b.cast('i').__setitem__(0, -1)", "b.cast('d').__setitem__(0, 'a')",
    "b.cast('d').__setitem__(0, 2)", "b.cast('c').__setitem__(0, b'ab')",
    "b.cast('c').__setitem__(0, 1)", "b.cast('?').__setitem__(1, [])",
    "b.tolist()", "b.cast('b') == bytes(16)",
):
    show(text)


it = iter(A("i", [1]))
print(list(it), list(it), type(it))


class Sub(A):
    def __new__(cls, *args, **kw):
        return super().__new__(cls, *args)


s = Sub("b", [1])
s.x = 4
print(s, s.__reduce_ex__(2), s[:], Sub("b", key=1))


class Shrinks:
    def __index__(self):
        del shrinking[:]
        return 1


shrinking = A("q", range(1000))
try:
    shrinking[0:Shrinks()]
except RuntimeError:
    pass
shrinking = A("q", range(1000))
view = memoryview(bytearray(100))


class Releases:
    def __index__(self):
        view.release()
        return 1


try:
    view[0:Releases()]
except ValueError:
    pass
