# Words for yield and := where a comprehension does not take them.
for text in (
    "def g(): [(yield x) for x in ()]",
    "def g(): [(yield from x) for x in ()]",
    "def g(): {(yield from x) for x in ()}",
    "def g(): ((yield from x) for x in ())",
    "[i for i in [j for j in range(5) if (j := True)]]",
    "[i for i in [(j := True) for j in range(5)]]",
    "[i for i in [(k := j) for j in range(5)]]",
    "[(k := i) for i in [j for j in range(5)]]",
):
    try:
        compile(text, "<text>", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.offset)
