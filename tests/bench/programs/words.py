"""Counts words in a dict and sorts them."""
seed, counts = 1, {}
for _ in range(400_000):
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    word = "w" + str(seed % 5000)
    counts[word] = counts.get(word, 0) + 1
rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
print(rows[:3], len(rows))
