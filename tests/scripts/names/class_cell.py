"""Class bodies that read or bind __class__ inside methods."""
class Outer:
    def m(self):
        class X:
            x = __class__
            def f(): __class__
        print(X.x)
        try:
            exec("""class X:
                __class__
                def f():
                    __class__""", globals(), {})
        except NameError as e: print(type(e), e)
        class X:
            global __class__
            __class__ = 42
            def f():
                __class__
        print(globals()["__class__"])
        del globals()["__class__"]
        print("__class__" in X.__dict__)
        class X:
            nonlocal __class__
            __class__ = 42
            def f():
                __class__
        print(__class__)
        class X:
            def f(self): return __class__
            __class__ = 413
        print(X().f() is X, X.__dict__['__class__'])
Outer().m()
