# Text that waits in a stream stands in a list, which is spare once more when
# the stream's chunk is exactly full.
import gc
import sys

gc.collect()
held = [[] for _ in range(100)]
counts = []
for number in range(4096):
    sys.stdout.write("ab" if number % 40 else ".\n")
    held.append([])
    counts.append(gc.get_count()[0])
print([(at, count) for at, count in enumerate(counts)
       if at and count != counts[at - 1] + 1])
