# sys.setswitchinterval: what it keeps, and that threads still take turns.
import sys
import threading

print(sys.getswitchinterval())
for value in 0.25, 10, 1e-6, 0, -1, "x", None, 0.005:
    try:
        sys.setswitchinterval(value)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
    print(sys.getswitchinterval())

sys.setswitchinterval(1e-5)
seen = set()
stop = False


def watch():
    global stop
    while len(seen) < 2:
        seen.add("watcher")
    stop = True


t = threading.Thread(target=watch)
t.start()
while not stop:
    seen.add("main")
t.join()
print(sorted(seen))
