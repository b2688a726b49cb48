# Text files: modes, lines, newlines, errors.
import sys

NAME = "/tmp/heapstep-text-file-test.txt"

with open(NAME, "w") as f:
    print(f.mode, f.name == NAME, f.encoding, f.errors, f.closed)
    print(f.write("one\n"), f.write("zwei ä 漢\n"), f.writable(), f.readable())
    f.writelines(["three\r\n", "four\rfive"])
print(f.closed)

with open(NAME) as f:
    print(f.readline(), f.readline(3), f.readline())
    for line in f:
        print(repr(line))
    print(repr(f.read()), repr(f.readline()))

with open(NAME, newline="") as f:
    print([line for line in f])
with open(NAME, newline="\r") as f:
    print(f.readlines())
with open(NAME, encoding="latin-1") as f:
    print(repr(f.read(9)), repr(f.read(2)), len(f.read()))
with open(NAME, "a") as f:
    f.write("\nmore")
with open(NAME, "r+") as f:
    print(repr(f.read()))
    f.seek(0)
    f.write("ONE")
    f.seek(0)
    print(f.readlines(5))
    try:
        f.tell()
    except OSError as e:
        print(e)
    f.seek(0)
    print(repr(f.readline()))
with open(NAME, "w", newline="\r\n") as f:
    print("a\nb", file=f)
with open(NAME, newline="") as f:
    print(repr(f.read()))
with open(NAME, "w") as f:
    for i in range(5000):
        f.write("line %d äö\n" % i)
with open(NAME) as f:
    print(sum(len(line) for line in f))
with open(NAME) as f:
    print(len(f.read()), f.read() == "")
with open(NAME) as f:
    print(f.readline(), f.tell(), f.readline(4), f.tell())
    f.seek(f.tell())
    print(repr(f.readline()))


def fails(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
        print("no error")
    except Exception as e:
        print(type(e).__name__, e)


fails(open, "/nowhere/at/all")
fails(open, "/tmp")
fails(open, NAME, "q")
fails(open, NAME, "rw")
fails(open, NAME, "rbt")
fails(open, NAME, "x")
fails(open, NAME, 5)
fails(open, NAME, buffering=0)
fails(open, NAME, newline="x")
fails(open, "a\0b")
fails(open, 1.5)
fails(open)
fails(open, NAME, closefd=False)
fails(f.read)
fails(sys.stdout.write, 3)
with open(NAME, "w", encoding="ascii") as f:
    fails(f.write, "ä")
with open(NAME, "w", encoding="ascii", errors="backslashreplace") as f:
    f.write("ä漢")
with open(NAME) as f:
    print(f.read())
print(sys.stdout.name, sys.stdout.mode, sys.stderr.name, sys.stdin.name)
print(sys.stdout.fileno(), sys.stderr.fileno(), sys.stdin.fileno())
print(sys.stderr.errors, sys.stdout.closed)
f = open(NAME, "w")
f.write("kept until it is freed")
del f
print(open(NAME).read())
