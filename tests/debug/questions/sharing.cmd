copy-on-write
b 9
c
info object copy
info object third
info object cell
n
info object third
b 12
c
info object other
refs other
copy-on-write maybe
copy-on-write off
n
n
info object eager
p len(eager)
