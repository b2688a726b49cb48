# coding: ansi_x3.4-1968
# The longest name of ASCII that a coding line can have.
print("read", __file__.rpartition("/")[2])
for name in "ANSI_X3.4-1968", "us-ascii", "iso_8859-1", "utf_8-unix":
    print(name, eval(f"# coding: {name}\n'letter'".encode()))
