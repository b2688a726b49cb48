# scripts/vm: part of the interpreter.

scripts_libscripts_a_SOURCES += \
	scripts/run.h \
	scripts/vm/abstract.h \
	scripts/vm/call.h \
	scripts/vm/code.h \
	scripts/vm/error.h \
	scripts/vm/frame.h \
	scripts/vm/function.h \
	scripts/vm/generator.h \
	scripts/vm/host.h \
	scripts/vm/names.def \
	scripts/vm/opcodes.def \
	scripts/vm/thread.c scripts/vm/thread.h \
	scripts/vm/trap.h \
	scripts/vm/vm.h
EXTRA_DIST += scripts/vm/README.md
