"""Attributes keep an instance's order; values die in the class's order."""


class N:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class O:
    pass


first = O()
first.c = N("c")
first.a = N("a")
del first.c
first.c = N("c again")
del first
second = O()
second.a = N("a2")
second.c = N("c2")
for k in range(40):
    setattr(second, "x%d" % k, k)
print(len(vars(second)), list(vars(second))[:3])
del second
third = O()
third.c, third.a = N("c3"), N("a3")
del third.a
print(vars(third).keys(), hasattr(third, "a"))
