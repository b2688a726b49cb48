"""What is searched keeps its length while there is a scanner."""
import re

text = bytearray(b"axa")
walk = re.finditer(b"a", text)
print(next(walk))
for change in (lambda: text.extend(b"more"), text.clear):
    try:
        change()
    except BufferError as e:
        print(e)
print(list(walk))
del walk
text.extend(b"x" * 10)
print(text, re.search(b"x+$", text), re.sub(b"a", b"b", text))
text += b"a"
