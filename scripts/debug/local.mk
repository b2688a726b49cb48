# scripts/debug: part of the debug library.
#
# scripts_libdebug_a_SOURCES += scripts/debug/x.c scripts/debug/x.h
