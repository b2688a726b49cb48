# Something here is never freed. Find out who keeps it.
#
# Let it run to the end with  break free Request  and  continue : the requests
# with an even number never go. Then ask  why #N  for one of those that stay;
#  top retained  shows what keeps most. The answer is at the end of this file.

import gc


class Request:
    alive = 0

    def __init__(self, number):
        self.number = number
        self.body = [number] * 10
        Request.alive += 1

    def __del__(self):
        Request.alive -= 1


class Server:
    def __init__(self):
        self.handlers = []
        self.log = {}

    def handle(self, request):
        if request.number % 2 == 0:
            self.log[request.number] = lambda: request.number
        return len(request.body)


server = Server()
for number in range(6):
    server.handle(Request(number))
    print("after request", number, "alive:", Request.alive)

print("the collector finds", gc.collect(), "and alive are still", Request.alive)

server.log.clear()
print("after the cure:", Request.alive)

# The answer: the lambda in server.log refers to the variable `request`, not
# to the number it needs. So each entry keeps a whole request alive.
