c
bt
c
