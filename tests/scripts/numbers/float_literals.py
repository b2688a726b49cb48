# Every way to write a float or an imaginary number, and the wrong ones.
GOOD = ["1.", ".5", "1e5", "1E+5", "1e-5", "1_0.0_1", "1_0e1_0", "00.5", "09.5",
        "09e1", "0777.", "1j", "1J", "1.5j", ".5J", "1e3j", "0j", "01j", "1_0j",
        "1e400", "-1e400", "1e-400", "0e0", "5e-324", "2.4e-324", "1.7976931348623157e308",
        "0.1e1j", "1.e1", "1.real", "1..real", "1.0.real", "1j.imag"]
BAD = ["1_.0", "1._0", "1e", "1e+", "1e_5", "1e5_", "1.0_", "1.5j1", "1.5a", "1ejk",
       ".", "1.real", "1._", "1e5.5", "1_e5", "1.2.3", "0x1.8", "0b1.0", "1jj",
       "1.0e+-5", "0_9.5_"]
for text in GOOD:
    try:
        print(text, repr(eval(text)))
    except SyntaxError as e:
        print(text, "|", e.msg, e.lineno, e.offset, e.end_offset)
for text in BAD:
    try:
        print(text, repr(eval(text)))
    except SyntaxError as e:
        print(text, "|", e.msg, e.lineno, e.offset, e.end_offset)
