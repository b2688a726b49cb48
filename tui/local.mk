# The program and its front ends.

heapstep_SOURCES += tui/main.c
