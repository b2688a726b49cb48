"""Words, fields and numbers of a text: split, strip, format, replace."""

NAMES = ["apple", "Pear", "plum ", " Quince", "fig", "Cherry-red", "date"]
log = "\n".join(f"{i:05d} {NAMES[i % 7].strip():<12}|{i * 37 % 1000:>4}|"
                f"{i / 3:.2f}%" for i in range(12_000))
totals, longest = {}, ""
for line in log.splitlines():
    number, _, rest = line.partition(" ")
    name, amount, share = (field.strip() for field in rest.split("|"))
    key = name.lower().replace("-", "_")
    row = totals.setdefault(key, [0, 0, 0.0])
    row[0] += 1
    row[1] += int(amount)
    row[2] += float(share.rstrip("%"))
    if len(line) > len(longest) and not number.endswith("7"):
        longest = line
report = []
for key in sorted(totals):
    count, amount, share = totals[key]
    report.append("%-12s %6d %8d %12.3f" % (key.title(), count, amount, share))
text = "\n".join(report).upper()
print(text, longest, text.count("E"), text.find("QUINCE"), sep="\n")
built = ""
for i in range(60_000):
    built += chr(97 + i % 26)
    if built.endswith("xyz"):
        built += "-" + str(i)
print(len(built), hash(built[:0]), built[-12:])
