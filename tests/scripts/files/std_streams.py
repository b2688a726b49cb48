"""The standard streams: what they are, what lies below, and what print and
input do with others in their place.
"""
import io
import sys

for stream in sys.stdin, sys.stdout, sys.stderr:
    print(stream, stream.buffer, stream.buffer.raw)
    print(stream.encoding, stream.newlines, stream.name, stream.mode,
          stream.line_buffering, stream.write_through, stream.fileno(),
          stream.readable(), stream.writable(), stream.closed)
    print(vars(stream), vars(stream.buffer), vars(stream.buffer.raw))
print(sys.stderr.errors, sys.stdout is sys.__stdout__)
print(ascii(input("prompt> ")), ascii(sys.stdin.readline()))
print(sys.stdin.readline(3), [line for line in sys.stdin])
print(repr(sys.stdin.read()), sys.stdin.buffer.read())
try:
    input("again> ")
except EOFError as e:
    print(e)
for call in [lambda: sys.stdout.read(), lambda: sys.stdin.write("x"),
             lambda: sys.stdout.write(1), lambda: sys.stdout.write(),
             lambda: sys.stdin.read("x")]:
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
sys.stdout.flush()
print(sys.stdout.buffer.write(b"bytes below\n"), flush=True)
sys.stdout.reconfigure(encoding="latin-1", errors="replace",
                       line_buffering=True)
print("ä漢", sys.stdout)
sys.stdout.reconfigure(encoding="utf-8", newline="\r\n")
print("two\nlines")
sys.stdout.reconfigure(newline="\n", write_through=True)


class Writer:
    def write(self, text):
        sys.__stdout__.write("<" + text + ">")


print("a", "b", file=Writer())
print(file=Writer())
for wrong in Writer(), 1:
    try:
        print("x", file=wrong, flush=True)
    except AttributeError as e:
        print(e)
kept = io.StringIO()
sys.stdout = kept
print("kept", 1, sep="-", end="!")
sys.stdout = None
print("nowhere")
sys.stdout = sys.__stdout__
print(repr(kept.getvalue()))
sys.stdin = io.StringIO("from text\n")
print(input())
del sys.stdin
try:
    input()
except RuntimeError as e:
    print(e)
below = sys.stdout.detach()
below.write(b"detached\n")
try:
    sys.stdout.write("x")
except ValueError as e:
    below.write(repr(e).encode() + b"\n" + repr(sys.stdout).encode() + b"\n")
below.flush()
sys.stdout = sys.__stdout__ = None
