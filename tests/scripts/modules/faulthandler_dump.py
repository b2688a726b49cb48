"""faulthandler.dump_traceback: where the script is, innermost first."""
import faulthandler
import os
import sys
import tempfile


def attempt(*args, **keywords):
    try:
        print(faulthandler.dump_traceback(*args, **keywords))
    except Exception as e:
        print(type(e).__name__, e)


def dump(f, all_threads, depth):
    if depth:
        return dump(f, all_threads, depth - 1)
    (lambda: faulthandler.dump_traceback(f, all_threads))()


class Größe:
    def ünder(self, f):
        faulthandler.dump_traceback(f.fileno(), all_threads=False)


for depth in 0, 3, 200:
    for all_threads in True, False:
        with tempfile.TemporaryFile("w+") as f:
            dump(f, all_threads, depth)
            Größe().ünder(f)
            f.seek(0)
            for line in f:
                if line.startswith("Current thread"):
                    line = line[:14] + line[-26:]
                print(line.replace(os.path.dirname(__file__), ""), end="")
for bad in "x", -1, 1.5:
    attempt(bad)
saved, sys.stderr = sys.stderr, None
attempt()
sys.stderr = saved
print(faulthandler.is_enabled(), faulthandler.cancel_dump_traceback_later())
