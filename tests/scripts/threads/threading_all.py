# The stock threading and queue, with one thread running at a time.
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

out = []


def steps(number):
    for i in range(3):
        out.append((number, i))
        time.sleep(0.002)


threads = [threading.Thread(target=steps, args=(k,)) for k in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(out), threads[0].is_alive(), threading.active_count())

items = queue.Queue(2)


def worker():
    while (item := items.get()) is not None:
        print("got", item)
        items.task_done()


thread = threading.Thread(target=worker, name="Worker")
thread.start()
for i in range(6):
    items.put(i)
items.join()
items.put(None)
thread.join()
print(repr(thread).rsplit(" ", 1)[0])

total = 0
lock = threading.Lock()


def add():
    global total
    for _ in range(5000):
        with lock:
            total += 1


threads = [threading.Thread(target=add) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
print(total)

event = threading.Event()
print(event.wait(0.01), event.is_set())
threading.Timer(0.01, event.set).start()
print(event.wait(5), event.is_set())

done = False


def spin():
    while not done:
        pass
    print("spun")


thread = threading.Thread(target=spin)
thread.start()
done = True
thread.join()

local = threading.local()
local.x = 1


def look():
    print(hasattr(local, "x"))
    local.x = 2


thread = threading.Thread(target=look)
thread.start()
thread.join()
print(local.x)

barrier = threading.Barrier(3)
out.clear()


def meet(number):
    barrier.wait()
    out.append(number)


threads = [threading.Thread(target=meet, args=(k,)) for k in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sorted(out))

with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda x: x * x, range(10))))
    future = pool.submit(divmod, 7, 0)
    print(type(future.exception()).__name__)

condition = threading.Condition()
ready = []


def waiter():
    with condition:
        while not ready:
            condition.wait()
        print("notified", ready)


thread = threading.Thread(target=waiter)
thread.start()
with condition:
    ready.append(1)
    condition.notify_all()
thread.join()

semaphore = threading.BoundedSemaphore(2)
with semaphore, semaphore:
    print(semaphore.acquire(blocking=False))
try:
    semaphore.release()
except ValueError as error:
    print(error)
print(threading.main_thread() is threading.current_thread(),
      [t.name for t in threading.enumerate()])


def late():
    time.sleep(0.01)
    print("late end")


threading.Thread(target=late).start()
threading.Thread(target=time.sleep, args=(0.001,), daemon=True).start()
print("main ends")
