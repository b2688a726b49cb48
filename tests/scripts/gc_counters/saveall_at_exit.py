"""Everything that is found is to be kept, to the very end."""
import gc


class Loop:
    def __init__(self):
        self.me = self


Loop()
gc.set_debug(gc.DEBUG_SAVEALL)
Loop()
print(gc.collect() > 0, [type(o).__name__ for o in gc.garbage][:2])
kept = Loop()
print("ends with", gc.get_debug())
