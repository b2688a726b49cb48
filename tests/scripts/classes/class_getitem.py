"""__class_getitem__, GenericAlias, unions, what may be subscripted."""
import types


class A:
    def __class_getitem__(cls, key):
        return cls.__name__, key


class B(A):
    pass

print(A[1], B[1, 2], A[...], A[1:2], A[()], A[(1,)])
try:
    A()[1]
except TypeError as e:
    print(e)


class Meta(type):
    def __getitem__(cls, key):
        return "meta", key


class C(A, metaclass=Meta):
    pass

print(C[1])
try:
    int[1]
except TypeError as e:
    print(e)
alias = list[int]
print(alias, alias.__origin__, alias.__args__, alias.__parameters__, type(alias) is types.GenericAlias)
print(alias([1, 2]), alias.append, alias == list[int], alias is list[int], hash(alias) == hash(list[int]))
print(dict[str, int], tuple[int, ...], tuple[()], type[A], set[list[str]])
print(list["text"], list[None], list[1], repr(list[A]), list[int].__mro_entries__(()))
for f in (lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]),
          lambda: list[int][str], lambda: alias.nothing, lambda: setattr(alias, "x", 1),
          lambda: tuple[int][0]):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class D(list[int]):
    pass

print(D.__bases__, D.__orig_bases__, D([3]))
U = int | str
print(U, type(U), U.__args__, isinstance(5, U), isinstance("", U), isinstance(5.0, U), issubclass(bool, U))
print(int | None, None | int, int | str | int, (int | str) == (str | int), hash(int | str) == hash(str | int))
print(int | int, list[int] | str, U | float, float | U)
for f in (lambda: int | 5, lambda: 5 | int, lambda: None | None, lambda: U[int],
          lambda: isinstance([], list[int] | str), lambda: (int | str)()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
import typing
T = typing.TypeVar("T")
print(list[T], list[T][int], dict[T, T][str], (list[T] | T), (list[T] | int)[str], list[T].__parameters__)
print(type(list[T] | int), (int | T), isinstance(int, U.__class__))
x = [*tuple[int, str]]
print(len(list(tuple[int])), x)
