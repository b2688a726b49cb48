# scripts/vm: part of the interpreter.
#
# scripts_libscripts_a_SOURCES += scripts/vm/x.c scripts/vm/x.h
