from _cycle.fails import y
x = 1
