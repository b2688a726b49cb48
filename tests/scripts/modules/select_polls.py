# select.poll, select.epoll and selectors over pipes.
import os
import select
import selectors
import threading
import time


def show(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


r, w = os.pipe()
p = select.poll()
p.register(r)
p.register(w, select.POLLOUT)
print([(fd == w, event) for fd, event in p.poll()])
p.unregister(w)
print(p.poll(1))
show(lambda: p.unregister(w))
show(lambda: p.modify(w, 1))
show(lambda: p.register(r, -1))
show(lambda: p.register(r, 1 << 20))
show(lambda: p.register("x"))
show(lambda: p.poll("x"))
os.write(w, b"a")
print([(fd == r, event) for fd, event in p.poll(1000)])
os.read(r, 1)

with select.epoll() as e:
    e.register(r, select.EPOLLIN)
    show(lambda: e.register(r))
    show(lambda: e.modify(w, 1))
    show(lambda: e.poll(0, 0))
    show(lambda: e.poll(0, -2))
    show(lambda: e.poll("x"))
    print(e.poll(0.01), e.closed, e.fileno() > 2)

    def later():
        time.sleep(0.02)
        os.write(w, b"later")
    t = threading.Thread(target=later)
    t.start()
    print([(fd == r, event) for fd, event in e.poll(5, maxevents=3)])
    t.join()
    e.unregister(r)
    show(lambda: e.unregister(r))
print(e.closed)
show(lambda: e.fileno())
show(lambda: e.poll())
show(lambda: select.epoll(0))
show(lambda: select.epoll(flags=3))

for cls in (selectors.SelectSelector, selectors.PollSelector,
            selectors.EpollSelector):
    with cls() as s:
        key = s.register(r, selectors.EVENT_READ, "data")
        found = s.select(1)
        print(cls.__name__, found == [(key, 1)], s.get_key(r).data)
        s.unregister(r)
        print(s.select(0))
os.close(w)
os.close(r)
show(lambda: select.select([r], [], [], 0))
show(lambda: select.select([], [], [], -1))
show(lambda: select.select(["x"], [], []))
show(lambda: select.select([-1], [], []))
print(selectors.DefaultSelector.__name__)
