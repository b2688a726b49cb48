c
bt
