# Every way to write an int, and every way to write one wrongly.
GOOD = ["0", "00", "0_0", "1_000_000", "0x_ff", "0XFF", "0b1_0", "0B_1", "0o17",
        "0O_1_7", "0xdead_BEEF", "123456789" * 5, "1if 1else 2", "0xfor 1"]
BAD = ["01", "0_7", "1__0", "1_", "0x", "0x_", "0xg", "0b2", "0b12", "0o8", "0o",
       "0b", "08", "0b1_", "0o1_", "0xf_", "1_a", "0x__1", "12abc", "0b1a", "0o7z",
       "0_", "00_1", "007", "0o18", "0b102", "1_000_", "9" * 4301]

for text in GOOD:
    try:
        print(text[:20], eval(text))
    except SyntaxError as e:
        print(text, e.msg, e.lineno, e.offset)
for text in BAD:
    try:
        print(text[:20], eval(text))
    except SyntaxError as e:
        print(text[:20], "|", e.msg, e.lineno, e.offset, e.end_offset)
