"""Signals: handlers, sending, masks, timers, waiting, what is refused."""
import os
import signal
import time

print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGPIPE))
seen = []


def handler(number, frame):
    seen.append((signal.Signals(number).name, frame.f_code.co_name))


def where():
    os.kill(os.getpid(), signal.SIGUSR1)
    print(seen)


print(signal.signal(signal.SIGUSR1, handler))
where()
signal.raise_signal(signal.SIGUSR1)
print(seen, signal.getsignal(signal.SIGUSR1) is handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
    for i in range(100):
        pass
except KeyboardInterrupt as e:
    print("interrupted", e.args)


class Alarm(Exception):
    pass


def ring(number, frame):
    raise Alarm(number)


signal.signal(signal.SIGALRM, ring)
print(signal.setitimer(signal.ITIMER_REAL, 0.05))
try:
    while True:
        pass
except Alarm as e:
    print("alarm in a loop", e.args)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    time.sleep(10)
except Alarm:
    print("alarm in sleep")
r, w = os.pipe()
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    os.read(r, 1)
except Alarm:
    print("alarm in read")
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    with open(r, closefd=False) as f:
        f.read()
except Alarm:
    print("alarm in file.read")
signal.signal(signal.SIGALRM, lambda *a: seen.append("rang"))
signal.setitimer(signal.ITIMER_REAL, 0.02)
a = time.monotonic()
time.sleep(0.1)
print(time.monotonic() - a >= 0.1, seen[-1], signal.alarm(0))
print(signal.alarm(100), signal.alarm(0))
old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print(old)
seen.clear()
os.kill(os.getpid(), signal.SIGUSR1)
print(seen, signal.sigpending())
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]), seen)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigwait([signal.SIGUSR2]))
print(signal.sigtimedwait([signal.SIGUSR2], 0))
os.kill(os.getpid(), signal.SIGUSR2)
info = signal.sigwaitinfo([signal.SIGUSR2])
print(info.si_signo, info.si_pid == os.getpid(), len(info))
print(len(signal.valid_signals()), signal.strsignal(signal.SIGTERM),
      signal.strsignal(33), signal.NSIG)
os.set_blocking(w, False)
print(signal.set_wakeup_fd(w), signal.set_wakeup_fd(w) == w)
signal.raise_signal(signal.SIGUSR1)
print(os.read(r, 5) == bytes([signal.SIGUSR1]), signal.set_wakeup_fd(-1) == w)
for call in [
    lambda: signal.signal(0, handler),
    lambda: signal.signal(65, handler),
    lambda: signal.signal(signal.SIGKILL, handler),
    lambda: signal.signal(signal.SIGTERM, 7),
    lambda: signal.signal(signal.SIGTERM, None),
    lambda: signal.getsignal(99),
    lambda: signal.raise_signal(99),
    lambda: signal.set_wakeup_fd(r),
    lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [0]),
    lambda: signal.pthread_sigmask(99, []),
    lambda: signal.setitimer(99, 1),
    lambda: signal.getitimer(-1),
    lambda: signal.setitimer(0, -1),
    lambda: signal.sigtimedwait([], -1),
    lambda: signal.strsignal(0),
    lambda: signal.siginterrupt(1, "x"),
]:
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(signal.ItimerError is signal.ItimerError, signal.ItimerError.__module__)
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler,
      signal.getsignal(signal.SIGUSR1))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.signal(signal.SIGUSR1, signal.SIG_DFL))
