# scripts/compile: part of the interpreter.
#
# scripts_libscripts_a_SOURCES += scripts/compile/x.c scripts/compile/x.h
