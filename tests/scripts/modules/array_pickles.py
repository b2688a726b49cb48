"""Arrays made of pickles that machines of another kind wrote."""
import array
import collections.abc

rebuild = array._array_reconstructor


def attempt(code, form, data):
    try:
        print(code, form, rebuild(array.array, code, form, data))
    except Exception as e:
        print(code, form, type(e).__name__, e)


for form in range(22):
    attempt("i", form, b"abc")
for code in array.typecodes:
    for form in range(22):
        attempt(code, form, b"a\0\0\0\0\0\1\0")

text = "Jun\xed \U0002030a"
for form, name in ((18, "utf-16-le"), (19, "utf-16-be"),
                   (20, "utf-32-le"), (21, "utf-32-be")):
    attempt("u", form, text.encode(name))
print(isinstance(array.array("b"), collections.abc.MutableSequence))
