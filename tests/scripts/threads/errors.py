# Exceptions that leave a thread.
import sys
import threading


def deep(n):
    return deep(n - 1) if n else 1 / 0


def report(args):
    print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = report
thread = threading.Thread(target=deep, args=(3,), name="T")
thread.start()
thread.join()


def endless():
    return endless()


thread = threading.Thread(target=endless, name="Deep")
thread.start()
thread.join()


def handled():
    try:
        raise KeyError("inner")
    except KeyError:
        ready.set()
        go.wait()
        print(repr(sys.exception()))
        raise


ready, go = threading.Event(), threading.Event()
thread = threading.Thread(target=handled, name="H")
thread.start()
ready.wait()
print(sys.exception())
go.set()
thread.join()


def generator():
    try:
        yield threading.current_thread().name
        yield threading.current_thread().name
    finally:
        print("closed by", threading.current_thread().name)


numbers = generator()
print(next(numbers))
thread = threading.Thread(target=lambda: print(next(numbers)), name="G")
thread.start()
thread.join()
thread = threading.Thread(target=lambda: print(list(numbers)), name="L")
thread.start()
thread.join()


def leaves():
    sys.exit("no word of this")


thread = threading.Thread(target=leaves)
thread.start()
thread.join()


def sorts(results, reverse):
    def key(value):
        if value % 50 == 0:
            go.wait(0.0005)
        return -value if reverse else value
    results.append(sorted(range(200), key=key)[:3])


go.clear()
results = []
threads = [threading.Thread(target=sorts, args=(results, k % 2)) for k in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sorted(results))
threading.excepthook = threading.__excepthook__
thread = threading.Thread(target=deep, args=(2,), name="Last")
thread.start()
thread.join()
