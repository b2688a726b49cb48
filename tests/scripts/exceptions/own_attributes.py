# Exceptions have a __dict__ of their own.
e = ValueError(1)
print(e.__dict__, vars(e))
e.x = 5
print(e.__dict__, vars(e), "x" in dir(e))
e.__dict__ = {"y": 6}
print(e.y, hasattr(e, "x"))
try:
    e.__dict__ = 3
except TypeError as t:
    print(t)
print(BaseException.__dict__["__dict__"])


class S(Exception):
    def __init__(self):
        self.a = 1


print(S().__dict__, "__dict__" in S.__dict__)
