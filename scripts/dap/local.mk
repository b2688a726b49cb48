# scripts/dap: part of the debug library.
#
# scripts_libdebug_a_SOURCES += scripts/dap/x.c scripts/dap/x.h
