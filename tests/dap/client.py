"""A client of `heapstep dap`, for transcripts: sends requests, waits for
responses and events, checks the order that the protocol promises."""

import json
import os
import select
import subprocess
import time


class Client:
    def __init__(self, program, timeout=20, cwd=None):
        self.process = subprocess.Popen(
            [program, "dap"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            cwd=cwd)
        self.timeout = timeout
        self.bytes = b""
        self.messages = []
        self.seq = 0
        self.read = 0
        self.output = {"stdout": "", "stderr": "", "console": ""}

    # ---- the stream ----

    def send(self, command, **arguments):
        self.seq += 1
        body = json.dumps({"seq": self.seq, "type": "request",
                           "command": command, "arguments": arguments})
        data = body.encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        return self.seq

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def _take(self):
        head, gap, rest = self.bytes.partition(b"\r\n\r\n")
        if not gap:
            return False
        name, _, length = head.partition(b":")
        assert name == b"Content-Length", head
        length = int(length)
        if len(rest) < length:
            return False
        message = json.loads(rest[:length].decode())
        self.bytes = rest[length:]
        self.messages.append(message)
        if message.get("event") == "output":
            body = message["body"]
            self.output[body["category"]] += body["output"]
        return True

    def _fill(self, until):
        while not self._take():
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(self._story())
            ready, _, _ = select.select([self.process.stdout], [], [], left)
            if not ready:
                continue
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise EOFError("the adapter has gone\n" + self._story())
            self.bytes += data

    def _story(self):
        return "\n".join(json.dumps(m)[:400] for m in self.messages[-12:])

    def wait(self, matches, start=None):
        """The first message from `start` on that matches."""
        at = self.read if start is None else start
        until = time.monotonic() + self.timeout
        while True:
            while at < len(self.messages):
                if matches(self.messages[at]):
                    if start is None:
                        self.read = at + 1
                    return self.messages[at]
                at += 1
            self._fill(until)

    # ---- requests and events ----

    def response(self, seq):
        return self.wait(lambda m: m.get("request_seq") == seq, 0)

    def ask(self, command, **arguments):
        answer = self.response(self.send(command, **arguments))
        assert answer["command"] == command, answer
        return answer

    def get(self, command, **arguments):
        answer = self.ask(command, **arguments)
        assert answer["success"], answer
        return answer.get("body")

    def event(self, name):
        return self.wait(lambda m: m.get("event") == name).get("body")

    def stop(self, reason=None):
        body = self.event("stopped")
        if reason:
            assert body["reason"] == reason, (reason, body, self._story())
        return body

    def view(self):
        return self.event("heapstep/view")

    def command(self, line):
        return self.get("evaluate", expression=line, context="repl")

    def say(self, line):
        return self.command(line)["result"]

    # ---- whole runs ----

    def launch(self, program=None, bindings=50, heap=True, **more):
        self.get("initialize", adapterID="heapstep")
        self.event("initialized")
        arguments = dict(more)
        if program:
            arguments["program"] = program
        seq = self.send("launch", **arguments)
        self.get("configurationDone")
        answer = self.response(seq)
        if answer["success"]:
            query = {"bindings": {"count": bindings},
                     "source": {"before": 5, "after": 5}}
            if heap:
                query["heap"] = {"from": 0, "count": 20, "sort": "ordinal",
                                 "descending": True, "live": True}
            self.get("heapstep/subscribe", **query)
        return answer

    def step(self, line="next"):
        """One command that runs the script, to its next stop."""
        start = len(self.messages)
        text = self.command(line)
        assert text["heapstep"].get("resumed"), text
        self.read = start
        stop = self.stop()
        return stop, self.view()

    def close(self):
        try:
            self.send("disconnect")
            self.process.stdin.close()
        except (BrokenPipeError, ValueError):
            pass
        self.process.wait(timeout=10)
        self.process.stdout.close()
        return self.process.returncode
