# scripts/dap: part of the debug library.

scripts_libdebug_a_SOURCES += \
	scripts/dap/dap.h \
	scripts/dap/events.c \
	scripts/dap/framing.c scripts/dap/framing.h \
	scripts/dap/handlers_break.c \
	scripts/dap/handlers_life.c \
	scripts/dap/handlers_state.c \
	scripts/dap/json.c scripts/dap/json.h \
	scripts/dap/requests.def \
	scripts/dap/server.c scripts/dap/server.h
EXTRA_DIST += scripts/dap/README.md
