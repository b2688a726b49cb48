# Which built-in types' subclasses can have weak references.
import _weakref
for base, args in (int, (1,)), (bytes, (b"x",)), (tuple, ((1,),)), (str, ("s",)), (float, (1.5,)), (list, ([1],)), (dict, ()), (set, ()), (frozenset, ()), (complex, (1,)), (bytearray, (b"x",)), (Exception, ()):
    class S(base):
        pass
    o = S(*args)
    try:
        print(base.__name__, _weakref.ref(o)() is o)
    except TypeError as e:
        print(base.__name__, e)
    print(hasattr(S, "__weakref__"), hasattr(o, "__dict__"))
