# scripts/types: part of the interpreter.
#
# scripts_libscripts_a_SOURCES += scripts/types/x.c scripts/types/x.h
