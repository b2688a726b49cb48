# Code objects are values: equal, hashed, and copied with parts replaced; built-in functions are pickled.
import copy
import pickle


def outer(a, b=1, *c, d=2):
    def inner():
        return a
    x = "text"
    return inner, x


code = outer.__code__
same = code.replace()
print(same is code, same == code, hash(same) == hash(code), same != code)
moved = code.replace(co_name="other", co_qualname="q.other",
                     co_filename="elsewhere.py", co_firstlineno=100)
print(moved.co_name, moved.co_qualname, moved.co_filename,
      moved.co_firstlineno, moved == code)
print(code.replace(co_varnames=("p", "q", "r", "s", "t", "u")[
    :len(code.co_varnames)]).co_varnames)
print(code.replace(co_freevars=()).co_freevars)

consts = tuple("new" if c == "text" else c for c in code.co_consts)
outer.__code__ = code.replace(co_consts=consts)
print(outer(5)[1], outer(5)[0]())

for wrong in ({"co_name": 1}, {"co_other": 3}, {"co_consts": 3},
              {"co_firstlineno": "x"}, {"co_varnames": [1]}):
    try:
        code.replace(**wrong)
        print("taken", wrong)
    except TypeError:
        print("TypeError", list(wrong))


def numbers():
    yield 1
    return 2


numbers.__code__ = numbers.__code__.replace(
    co_flags=numbers.__code__.co_flags | 0x100)


async def wait():
    return await numbers()


awaiting = wait().__await__()
print(next(awaiting))
try:
    next(awaiting)
except StopIteration as stop:
    print(stop.value)

one, two = (lambda: 1).__code__, (lambda: 1.0).__code__
print(one == two, {one: 1}[one.replace()], one == 3)

text = compile("x = 1\ny = 2\n", "a", "exec")
print(text == compile("x = 1\ny = 2\n", "a", "exec"),
      text == compile("x = 1\ny = 3\n", "a", "exec"))

print(pickle.loads(pickle.dumps(len)) is len,
      pickle.loads(pickle.dumps([1, 2].index))(2),
      copy.copy(len) is len, len.__reduce__(), "ab".upper.__reduce__()[1])
