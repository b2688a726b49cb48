"""_thread and threading where no thread is started."""
import _thread
import threading

for args in (), (0,), (1,), (-1,), (40000,), (2 ** 30,), ("x",), ():
    try:
        print(args, threading.stack_size(*args))
    except (TypeError, ValueError) as e:
        print(args, type(e).__name__, e)
print(type(_thread._set_sentinel()), type(_thread.allocate()))
try:
    _thread.exit()
except SystemExit as e:
    print(repr(e))
main = threading.main_thread()
print(main is threading.current_thread(), main.is_alive(), main.name,
      threading.active_count(), threading.enumerate() == [main])
here = threading.local()
here.x = 1
print(here.x, hasattr(here, "y"))
lock, again = threading.Lock(), threading.RLock()
with lock, again, again:
    print(lock.locked(), lock.acquire(blocking=False))
event = threading.Event()
print(event.is_set(), event.set(), event.wait(), threading.Semaphore(2)._value)


class Worker(threading.Thread):
    def run(self):
        print("ran")


w = Worker(name="w", daemon=True)
print(w.name, w.daemon, w.is_alive(), w.ident)
w.run()
