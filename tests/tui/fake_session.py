#!/usr/bin/python3.11
"""A double of the session for the tests of the screen alone.

Speaks the protocol on stdin and stdout and steps through a script with
sys.settrace.  What it says of objects is good enough to look at and is
compared with nothing: the tests that drive the real session do that.
Started through HEAPSTEP_SSH, so every argument but the last is ignored.
"""
import json
import os
import sys

WIRE_IN = os.fdopen(os.dup(0), "rb", buffering=0)
WIRE_OUT = os.fdopen(os.dup(1), "wb", buffering=0)


# With FAKE_HOSTILE every text of a view ends with what no screen may pass on.
HOSTILE = ("\x1b]0;evil\x07\x1b[2J\x9b31m\u202e\u200b\ufeff\u2028"
           "\U000e0041e\u0301\u0301\u0301\r\n\b\x7f\x00end"
           if os.environ.get("FAKE_HOSTILE") else "")


def spoil(value, key=""):
    """The same with every text hostile, but for the words of the protocol."""
    if isinstance(value, dict):
        return {k: spoil(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [spoil(v, key) for v in value]
    words = ("state", "mark", "sort", "kind", "scope", "path")
    if isinstance(value, str) and key not in words:
        return HOSTILE + value + HOSTILE
    return value


class Session:
    def __init__(self):
        self.seq = self.stop = 0
        self.buffer = b""
        self.ordinals, self.keep = {}, []
        self.before, self.now = {}, {}
        self.wants = {"heap": {"from": 0, "count": 20},
                      "source": {"before": 20, "after": 20}}
        self.breaks = {}
        self.state, self.reason, self.story = "none", "", ""
        self.frame = None
        self.mode, self.depth = "step", 0
        self.input, self.launched = [], None

    # ---- the wire ----
    def send(self, message):
        self.seq += 1
        body = json.dumps({"seq": self.seq, **message}).encode()
        WIRE_OUT.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def event(self, name, body=None):
        self.send({"type": "event", "event": name, "body": body or {}})

    def answer(self, request, body=None, error=None):
        message = {"type": "response", "request_seq": request["seq"],
                   "command": request["command"], "success": error is None,
                   "body": body or {}}
        if error is not None:
            message["message"] = error
        self.send(message)

    def receive(self):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        length = int(head.split(b":")[1])
        while len(rest) < length:
            self.more()
            rest = self.buffer.partition(b"\r\n\r\n")[2]
        self.buffer = rest[length:]
        return json.loads(rest[:length])

    def more(self):
        piece = WIRE_IN.read(65536)
        if not piece:
            os._exit(0)
        self.buffer += piece

    # ---- the view ----
    def ordinal(self, value):
        if id(value) not in self.ordinals:
            self.ordinals[id(value)] = len(self.ordinals) + 1
            self.keep.append(value)
        return self.ordinals[id(value)]

    def bindings(self):
        rows = []
        names = dict(self.frame.f_locals) if self.frame else {}
        for name, value in names.items():
            if name.startswith("__"):
                continue
            text = repr(value)
            old = self.before.get(name)
            mark, marks = "", []
            if old is None:
                mark = "new"
            elif old[0] != id(value):
                mark = "rebound"
            elif old[1] != text:
                mark = "changed"
                start = next((i for i, (a, b) in enumerate(zip(old[1], text))
                              if a != b), 0)
                end = start + 1
                while end < len(text) and text[end] not in ",])}":
                    end += 1
                marks = [[start, end]]
            same = [n for n, v in names.items() if v is value and n != name]
            rows.append({"name": name, "scope": "global", "value": text,
                         "ordinal": self.ordinal(value),
                         "type": type(value).__name__, "marks": marks,
                         "refs": 1 + len(same), "mark": mark, "same": same,
                         "runtime": isinstance(value, (int, type(None))),
                         "note": ""})
        for name in self.before:
            if name not in names:
                rows.append({"name": name, "mark": "freed", "ordinal": 0,
                             "note": "freed: last reference dropped"})
        return rows

    def heap(self):
        rows = [{"ordinal": i + 1, "type": type(v).__name__, "refs": 1,
                 "size": sys.getsizeof(v), "generation": 0, "value": repr(v),
                 "marks": [], "mark": "", "holders": "", "note": "",
                 "runtime": False} for i, v in enumerate(self.keep)]
        wants = self.wants.get("heap") or {}
        if wants.get("type"):
            rows = [r for r in rows if r["type"] == wants["type"]]
        if wants.get("text"):
            rows = [r for r in rows if wants["text"] in r["value"]]
        rows.sort(key=lambda r: r[wants.get("sort", "ordinal")],
                  reverse=wants.get("descending", False))
        start, count = wants.get("from", 0), wants.get("count", 20)
        return {"from": start, "total": len(rows), "live": len(rows),
                "bytes": sum(r["size"] for r in rows),
                "rows": rows[start:start + count]}

    def view(self):
        line = self.frame.f_lineno if self.frame else 0
        lines = self.text.splitlines()
        wants = self.wants["source"]
        first = max(1, line - wants["before"])
        return spoil(
               {"stop": self.stop, "state": self.state, "reason": self.reason,
                "story": self.story, "bindings": self.bindings(),
                "source": {"path": self.path, "line": line, "first": first,
                           "name": os.path.basename(self.path),
                           "lines": lines[first - 1:line + wants["after"]],
                           "breakpoints": [{"line": n, "enabled": True,
                                            "temporary": False,
                                            "condition": ""}
                                           for n in self.breaks.values()]},
                "frames": self.frames(), "frame": 1, "heap": self.heap(),
                "breakpoints": [{"id": i, "kind": "line", "enabled": True,
                                 "what": "%s:%d" % (self.path, n), "hits": 0,
                                 "temporary": False, "condition": "",
                                 "note": ""}
                                for i, n in self.breaks.items()]})

    def frames(self):
        result, frame = [], self.frame
        while frame and frame.f_code.co_filename == self.path:
            result.append({"id": len(result) + 1, "path": self.path,
                           "name": frame.f_code.co_name,
                           "line": frame.f_lineno})
            frame = frame.f_back
        return result

    # ---- requests ----
    def serve_one(self):
        request = self.receive()
        name = request["command"].replace("heapstep/", "")
        return getattr(self, "on_" + name)(request,
                                           request.get("arguments", {}))

    def on_initialize(self, request, _):
        self.answer(request)
        self.event("initialized")

    def on_launch(self, request, arguments):
        self.path = os.path.abspath(arguments["program"])
        try:
            with open(self.path) as file:
                self.text = file.read()
        except OSError as error:
            self.answer(request, error="cannot open '%s': %s" % (
                arguments["program"], error.strerror))
            return
        self.launched = request

    def on_configurationDone(self, request, _):
        self.answer(request)

    def on_subscribe(self, request, arguments):
        self.wants.update(arguments)
        self.answer(request, self.view() if self.launched else {})

    def on_source(self, request, _):
        self.answer(request, {"content": self.text})

    def on_pause(self, request, _):
        self.answer(request)
        self.mode = "pause"

    def on_input(self, request, arguments):
        self.input.append("" if arguments.get("eof") else arguments["text"])
        self.answer(request)

    def on_completions(self, request, arguments):
        text = arguments["text"]
        word = text.split(" ")[-1]
        words = [w for w in ("break", "continue", "next", "print", "step",
                             "stone") if w.startswith(word)]
        self.answer(request, {"targets": [
            {"label": w, "start": len(text) - len(word) + 1,
             "length": len(word)} for w in words]})

    def on_evaluate(self, request, arguments):
        word, _, rest = arguments["expression"].partition(" ")
        resumes = {"next": "next", "n": "next", "step": "step", "s": "step",
                   "continue": "run", "c": "run", "finish": "finish"}
        if word in resumes:
            if self.state != "stopped":
                return self.answer(request, error="nothing to run")
            self.mode = resumes[word]
            self.depth = self.deep(self.frame)
            self.state = "running"
            self.answer(request, {"result": "",
                                  "heapstep": {"resumed": True}})
            return "resume"
        if word in ("quit", "q"):
            self.answer(request, {"result": "", "heapstep": {"quit": True}})
        elif word == "crash":
            os._exit(9)
        elif word == "die":
            self.answer(request)
            self.state = "dead"
            self.event("heapstep/engine", {
                "state": "dead", "text": "the engine was killed: signal 9"})
            self.event("heapstep/view", self.view())
        elif word == "break":
            line = int(rest.split(":")[-1])
            self.breaks[len(self.breaks) + 1] = line
            self.answer(request, {"result": "Breakpoint %d at line %d"
                                  % (len(self.breaks), line)})
            self.event("heapstep/view", self.view())
        elif word == "help":
            self.answer(request, {"result": "\n".join(
                "help line %d" % n for n in range(40))})
        elif word == "print":
            try:
                self.answer(request, {"result": repr(eval(
                    rest, self.frame.f_globals, self.frame.f_locals))})
            except Exception as error:
                self.answer(request, error=repr(error))
        else:
            self.answer(request, error="no command '%s'" % word)

    # ---- running ----
    def deep(self, frame):
        return 0 if frame is None else 1 + self.deep(frame.f_back)

    def wanted(self, frame):
        if frame.f_lineno in self.breaks.values():
            self.reason = "breakpoint"
            return True
        self.reason = "step"
        return (self.mode in ("step", "pause")
                or self.mode == "next" and self.deep(frame) <= self.depth
                or self.mode == "finish" and self.deep(frame) < self.depth)

    def trace(self, frame, event, _):
        if frame.f_code.co_filename != self.path:
            return None
        if event == "line":
            import select
            if self.mode in ("run", "next") and not self.buffer and \
                    select.select([WIRE_IN], [], [], 0)[0]:
                self.serve_one()
            if self.wanted(frame):
                self.pause_at(frame)
        return self.trace

    def pause_at(self, frame):
        self.frame = frame
        if self.stop == 0:
            self.reason = "entry"
        self.tell("stopped")
        while self.serve_one() != "resume":
            pass

    def tell(self, state):
        self.stop += 1
        self.state = state
        # What a view marks is what differs from the stop before this one.
        self.before, self.now = self.now, {
            n: (id(v), repr(v)) for n, v in
            (self.frame.f_locals.items() if self.frame else ())
            if not n.startswith("__")}
        self.story = "line %d is next" % (
            self.frame.f_lineno if self.frame else 0)
        self.event("stopped", {"reason": self.reason,
                               "text": "%s: line %d" % (
                                   self.reason, self.frame.f_lineno
                                   if self.frame else 0)})
        self.event("heapstep/view", self.view())

    def write(self, category):
        session = self

        class Stream:
            def write(self, text):
                session.event("output", {"category": category,
                                         "output": text})
                return len(text)

            def flush(self):
                pass
        return Stream()

    def readline(self, prompt=""):
        print(prompt, end="")
        self.event("heapstep/input", {"wanted": True})
        while not self.input:
            self.serve_one()
        self.event("heapstep/input", {"wanted": False})
        line = self.input.pop(0)
        if not line:
            raise EOFError
        return line[:-1]

    def run(self):
        while not self.launched:
            self.serve_one()
        self.answer(self.launched)
        sys.stdout, sys.stderr = self.write("stdout"), self.write("stderr")
        names = {"__name__": "__main__", "input": self.readline}
        code = compile(self.text, self.path, "exec")
        sys.settrace(self.trace)
        try:
            exec(code, names)
        except Exception as error:
            print(repr(error), file=sys.stderr)
        sys.settrace(None)
        self.frame, self.reason = None, "end"
        self.tell("ended")
        while True:
            self.serve_one()


if __name__ == "__main__":
    Session().run()
