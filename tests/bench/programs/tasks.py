"""Tasks that pass packets by priority: methods, queues, state in instances."""


class Packet:
    def __init__(self, to, kind):
        self.to, self.kind, self.next, self.value = to, kind, None, 0


class Queue:
    def __init__(self):
        self.head = self.tail = None

    def push(self, packet):
        packet.next = None
        if self.tail is None:
            self.head = packet
        else:
            self.tail.next = packet
        self.tail = packet

    def pop(self):
        packet = self.head
        self.head = packet.next
        if self.head is None:
            self.tail = None
        return packet


class Task:
    count = 0

    def __init__(self, scheduler, number):
        self.scheduler, self.number = scheduler, number
        self.queue, self.held = Queue(), False

    def runnable(self):
        return self.queue.head is not None and not self.held

    def run(self):
        packet = self.queue.pop()
        self.count += 1
        self.work(packet)


class Worker(Task):
    def work(self, packet):
        packet.value = (packet.value * 31 + self.number) % 1009
        packet.to = 3 if packet.value % 2 else 4
        self.scheduler.send(packet)


class Device(Task):
    def work(self, packet):
        packet.kind = "reply"
        packet.to = 1 + packet.value % 2
        self.held = packet.value % 5 == 0
        self.scheduler.send(packet)


class Scheduler:
    def __init__(self):
        self.tasks = [None, Worker(self, 1), Worker(self, 2), Device(self, 3),
                      Device(self, 4)]
        self.sent = 0

    def send(self, packet):
        self.sent += 1
        self.tasks[packet.to].queue.push(packet)

    def run(self, steps):
        while steps:
            for task in self.tasks[1:]:
                if task.runnable():
                    task.run()
                    steps -= 1
                    if not steps:
                        break
                else:
                    task.held = False


scheduler = Scheduler()
for i in range(12):
    scheduler.send(Packet(1 + i % 4, "work"))
scheduler.run(250_000)
print(scheduler.sent, [task.count for task in scheduler.tasks[1:]])
