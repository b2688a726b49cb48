# A weak reference finds an object without keeping it alive.
#
# Watch the count of the object while you step with  next: the weak reference
# adds nothing to it. Try  break free Picture.

import weakref


class Picture:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "<Picture %s>" % self.name


def on_death(reference):
    print("gone:", reference() is None)


picture = Picture("sea")
reference = weakref.ref(picture, on_death)
print(reference() is picture)

again = reference()     # calling it gives a real reference
picture = None
print("still here:", reference())
again = None            # the last real reference: freed, callback called
print("now:", reference())

# A cache that forgets what nobody uses.
cache = weakref.WeakValueDictionary()
mountain = Picture("mountain")
cache["mountain"] = mountain
cache["river"] = Picture("river")   # freed at once: nobody holds it
print(sorted(cache))
del mountain
print(sorted(cache))
