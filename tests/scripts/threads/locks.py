# Locks and RLocks, held and let go by several threads.
import _thread
import time


def refused(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


lock = _thread.allocate_lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
print(refused(lock.acquire, False, 1), "|", refused(lock.acquire, True, -2))
print(refused(lock.acquire, True, 1e30), "|", refused(lock.acquire, timeout="x"))
lock.release()
print(refused(lock.release), lock.locked())
print(repr(lock).split(" at ")[0], type(lock))

order = []


def wait_for_it(number):
    with lock:
        order.append(number)


lock.acquire()
for number in range(5):
    _thread.start_new_thread(wait_for_it, (number,))
while _thread._count() < 5:
    pass
time.sleep(0.01)
print(order, _thread._count())
lock.release()
while _thread._count():
    time.sleep(0.001)
print(sorted(order))

again = _thread.RLock()
print(again.acquire(), again.acquire(), again._is_owned())
print(refused(_thread.RLock().release))
seen = []
done = _thread.allocate_lock()
done.acquire()


def other():
    seen.append(again.acquire(False))
    seen.append(again._is_owned())
    seen.append(refused(again.release))
    done.release()


_thread.start_new_thread(other, ())
done.acquire()
print(seen)
state = again._release_save()
print(state[0], again._is_owned())
again._acquire_restore(state)
again.release()
again.release()
print(refused(again.release), again._is_owned())

sentinels = []


def with_sentinel():
    sentinels.append(_thread._set_sentinel())
    sentinels[0].acquire()
    done.release()
    time.sleep(0.01)


_thread.start_new_thread(with_sentinel, ())
done.acquire()
print(sentinels[0].locked(), sentinels[0].acquire(), "ended")


def stops():
    done.release()
    _thread.exit()
    print("never")


_thread.start_new_thread(stops, ())
done.acquire()
print(refused(_thread.start_new_thread, 1, ()),
      refused(_thread.start_new_thread, print, []),
      refused(_thread.start_new_thread, print, (), 1),
      refused(_thread.start_new_thread), sep="\n")
print(_thread.start_new_thread(print, ("named",), {"end": "!\n"}) != _thread.get_ident())
time.sleep(0.01)
