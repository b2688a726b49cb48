from _cycle.fails_too import x
y = 1
