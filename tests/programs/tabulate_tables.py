# needs: tabulate
"""tabulate: the same tables in every format."""
import tabulate

rows = [[k, k * k, k / 7, f"text {k}", None, "é" * (k % 5), -k * 1.5e10]
        for k in range(60)]
heads = ["n", "square", "part", "text", "none", "wide", "big"]
for form in sorted(tabulate.tabulate_formats):
    print(form)
    print(tabulate.tabulate(rows, heads, tablefmt=form))
    print(tabulate.tabulate(rows[:4], heads, tablefmt=form, floatfmt=".2f",
                            numalign="center", stralign="right",
                            missingval="?", showindex=True))
print(tabulate.tabulate({"a": [1, 2], "b": ["x", "y\nz"]}, headers="keys"))
print(tabulate.tabulate([{"k": 1}, {"k": 2, "l": 3}], headers="keys"))
print(tabulate.tabulate([["a,b", 'q"']], tablefmt="tsv"))
