# scripts/debug: part of the debug library.

scripts_libdebug_a_SOURCES += \
	scripts/debug/breakpoints.c scripts/debug/breakpoints.h \
	scripts/debug/channel.c scripts/debug/channel.h \
	scripts/debug/debug.h \
	scripts/debug/messages.def \
	scripts/debug/record.c scripts/debug/record.h \
	scripts/debug/records.def \
	scripts/debug/source.c scripts/debug/source.h \
	scripts/debug/text_safe.c scripts/debug/text_safe.h \
	scripts/debug/wire.c scripts/debug/wire.h
