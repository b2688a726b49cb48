# The object heap: libc only.
#
# heap_libheap_a_SOURCES += heap/x.c heap/x.h
