# scripts/modules: part of the interpreter.
#
# scripts_libscripts_a_SOURCES += scripts/modules/x.c scripts/modules/x.h
