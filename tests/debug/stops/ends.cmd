c
bt
kill
