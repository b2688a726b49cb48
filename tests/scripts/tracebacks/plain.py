"""An uncaught exception, some frames deep."""
def a(x):
    return b(x) + 1
def b(x):
    y = {"k": x}
    return y["k"] / (x - x)
class C:
    def m(self):
        return a(
            3
        )
C().m()
