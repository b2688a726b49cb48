import _thread

lock = _thread.allocate_lock()


def inner(name):
    with lock:
        print("got it", name)


def outer(name):
    inner(name)


lock.acquire()
for name in "ab":
    _thread.start_new_thread(outer, (name,))
while _thread._count() < 2:
    pass
lock.release()
while _thread._count(): pass
