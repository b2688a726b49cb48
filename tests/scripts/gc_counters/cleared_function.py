"""A function that a finalizer finds again while its cycle is broken."""
import gc
import weakref


class Late:
    __slots__ = ('ref',)

    def __del__(self):
        global func
        func = self.ref()


class Cyclic(tuple):
    __slots__ = ()

    def __del__(self):
        self[1].ref = weakref.ref(self[0])
        global late
        del late


late = Late()


def func():
    return len([1])


cycle = tuple.__new__(Cyclic, (func, late))
func.__module__ = cycle
del func, cycle
gc.collect()
print(repr(func)[:9], func.__doc__, func.__dict__, func.__defaults__)
print(func.__globals__, func.__closure__, func.__code__.co_name)
print(tuple.__itemsize__, int.__itemsize__, bytes.__itemsize__,
      list.__itemsize__, type.__itemsize__, bool.__itemsize__)
