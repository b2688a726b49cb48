# scripts/syntax: part of the interpreter.
#
# scripts_libscripts_a_SOURCES += scripts/syntax/x.c scripts/syntax/x.h
