# A hand-written event loop: tasks, sleeping, cancelling, gathering.
from collections import deque


class Sleep:
    def __init__(self, ticks): self.ticks = ticks
    def __await__(self):
        got = yield self
        return ("slept", self.ticks, got)


class Cancelled(BaseException):
    pass


class Task:
    def __init__(self, coro, name): self.coro, self.name, self.result, self.error, self.done, self.waiting = coro, name, None, None, False, []
    def __await__(self):
        while not self.done:
            yield self
        if self.error: raise self.error
        return self.result


class Loop:
    def __init__(self): self.time, self.ready, self.timers = 0, deque(), []
    def spawn(self, coro, name):
        task = Task(coro, name)
        self.ready.append((task, None))
        return task
    def cancel(self, task): self.ready.append((task, Cancelled()))
    def step(self, task, value):
        if task.done: return
        try:
            told = task.coro.throw(value) if isinstance(value, BaseException) else task.coro.send(value)
        except StopIteration as e: task.result, task.done = e.value, True
        except BaseException as e: task.error, task.done = e, True
        else:
            if isinstance(told, Sleep): self.timers.append((self.time + told.ticks, len(self.timers), task))
            else: told.waiting.append(task)
        if task.done:
            print(f"[{self.time}] {task.name} done {task.result!r} {task.error!r}")
            self.ready.extend((t, None) for t in task.waiting)
    def run(self):
        while self.ready or self.timers:
            while self.ready: self.step(*self.ready.popleft())
            if self.timers:
                self.timers.sort(key=lambda row: row[:2])
                self.time, _, task = self.timers.pop(0)
                self.ready.append((task, self.time))


loop = Loop()


async def worker(n, ticks):
    total = 0
    for i in range(n):
        total += (await Sleep(ticks))[1]
    return total
async def failing():
    await Sleep(3)
    raise ValueError("failed")
async def stubborn():
    try: await Sleep(100)
    except Cancelled:
        await Sleep(1)
        return "cleaned"
    finally: print("finally of stubborn")
async def main():
    a, b, c, d = loop.spawn(worker(3, 2), "a"), loop.spawn(worker(2, 5), "b"), loop.spawn(failing(), "c"), loop.spawn(stubborn(), "d")
    print(await a, await b)
    try: await c
    except ValueError as e: print("caught", e)
    loop.cancel(d)
    print(await d)
    async with Manager() as m: print(m, [x async for x in Ticker(3)], {x: y async for x, y in pairs() if x})
    return [await worker(1, i) for i in range(3)]
class Manager:
    async def __aenter__(self): await Sleep(1); return "entered"
    async def __aexit__(self, *a): await Sleep(1); print("left", a)
class Ticker:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        await Sleep(1)
        return self.n
async def pairs():
    for i in range(3):
        yield i, i * i
        await Sleep(1)
t = loop.spawn(main(), "main")
loop.run()
print(t.result, t.error, loop.time)
