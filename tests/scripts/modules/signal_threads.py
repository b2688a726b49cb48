# Handlers of signals are set by the main thread alone.
import signal
import threading


def other():
    for what in (lambda: signal.signal(signal.SIGUSR1, signal.SIG_IGN),
                 lambda: signal.signal(signal.SIGUSR1, "x"),
                 lambda: signal.signal(99, "x"),
                 lambda: signal.set_wakeup_fd(-1),
                 lambda: signal.set_wakeup_fd(12345),
                 lambda: signal.getsignal(signal.SIGUSR1)):
        try:
            print(what())
        except Exception as e:
            print(type(e).__name__, e)


t = threading.Thread(target=other)
t.start()
t.join()
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN))
