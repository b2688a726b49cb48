# asyncio: run, tasks, queues, locks, events, timeouts, streams, threads.
import asyncio


async def worker(name, queue, out):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0)
        out.append((name, item))
        queue.task_done()


async def queues():
    queue, out = asyncio.Queue(3), []
    tasks = [asyncio.create_task(worker(n, queue, out)) for n in "ab"]
    for i in range(6):
        await queue.put(i)
    await queue.join()
    for _ in tasks:
        await queue.put(None)
    await asyncio.gather(*tasks)
    print(out)


async def locks():
    lock, order = asyncio.Lock(), []

    async def one(n):
        async with lock:
            order.append(("in", n))
            await asyncio.sleep(0.001)
            order.append(("out", n))
    await asyncio.gather(*(one(n) for n in range(3)))
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.001, event.set)
    print(order, await event.wait())


async def limits():
    try:
        async with asyncio.timeout(0.005):
            await asyncio.sleep(10)
    except TimeoutError as e:
        print("timeout", repr(e))
    try:
        await asyncio.wait_for(asyncio.Future(), 0.005)
    except asyncio.TimeoutError:
        print("wait_for")
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as e:
        print("cancelled", e.args, task.cancelled())


async def groups():
    async def fail():
        raise ValueError("no")
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(fail())
            g.create_task(asyncio.sleep(10))
    except* ValueError as e:
        print(repr(e))


async def streams():
    async def handle(reader, writer):
        line = await reader.readline()
        writer.write(line.upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"hello\n")
        print(await reader.read())
        writer.close()
        await writer.wait_closed()


async def threads():
    print(await asyncio.to_thread(sum, range(100)))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, lambda: "done"))


async def main():
    for part in (queues, locks, limits, groups, streams, threads):
        await part()
    return "end"


print(asyncio.run(main()))
try:
    asyncio.run(None)
except ValueError as e:
    print(e)
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, "again")))
