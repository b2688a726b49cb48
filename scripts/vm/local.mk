# scripts/vm: part of the interpreter.

scripts_libscripts_a_SOURCES += \
	scripts/run.h \
	scripts/vm/abstract.c scripts/vm/abstract.h \
	scripts/vm/abstract_iter.c \
	scripts/vm/abstract_number.c \
	scripts/vm/async.c scripts/vm/async.h \
	scripts/vm/bind.c \
	scripts/vm/builtin.c \
	scripts/vm/c_stack.c scripts/vm/c_stack.h \
	scripts/vm/fast.h \
	scripts/vm/fast_call.h \
	scripts/vm/cache.c scripts/vm/cache.h \
	scripts/vm/call.c scripts/vm/call.h \
	scripts/vm/code.c scripts/vm/code.h \
	scripts/vm/code_pack.c scripts/vm/code_unpack.c scripts/vm/code_pack.h \
	scripts/vm/code_store.c scripts/vm/code_store.h \
	scripts/vm/code_value.c scripts/vm/code_value.h \
	scripts/vm/error.c scripts/vm/error.h \
	scripts/vm/finalize.c \
	scripts/vm/frame.c scripts/vm/frame.h \
	scripts/vm/frame_object.c \
	scripts/vm/function.c scripts/vm/function_type.c scripts/vm/function.h \
	scripts/vm/faults.c scripts/vm/faults.h \
	scripts/vm/gather.c scripts/vm/gather.h \
	scripts/vm/generator.c scripts/vm/generator.h \
	scripts/vm/generator_internal.h \
	scripts/vm/generator_type.c \
	scripts/vm/host.h \
	scripts/vm/host_direct.c \
	scripts/vm/host_signal.c scripts/vm/host_signal.h \
	scripts/vm/host_socket.c scripts/vm/host_socket.h \
	scripts/vm/host_spawn.c \
	scripts/vm/signals.c scripts/vm/signals.h \
	scripts/vm/frozen.c \
	scripts/vm/import.c scripts/vm/import.h \
	scripts/vm/import_machinery.c \
	scripts/vm/live.c \
	scripts/vm/loop.c scripts/vm/loop.h \
	scripts/vm/loop_attached.c \
	scripts/vm/markers.c \
	scripts/vm/names.def \
	scripts/vm/opcodes.def \
	scripts/vm/ops_build.c \
	scripts/vm/ops_flow.c \
	scripts/vm/ops_match.c \
	scripts/vm/ops_names.c \
	scripts/vm/ops_objects.c \
	scripts/vm/path.c scripts/vm/path.h \
	scripts/vm/check.c scripts/vm/check.h \
	scripts/vm/run.c \
	scripts/vm/arguments.c scripts/vm/arguments.h \
	scripts/vm/library_path.c scripts/vm/library_path.h \
	scripts/vm/settings.c scripts/vm/settings.h \
	scripts/vm/run_module.c scripts/vm/run_module.h \
	scripts/vm/site.c scripts/vm/site.h \
	scripts/vm/source.c \
	scripts/vm/suggest.c \
	scripts/vm/teardown.c \
	scripts/vm/then.c scripts/vm/then.h scripts/vm/then_call.c \
	scripts/vm/thread.c scripts/vm/thread.h \
	scripts/vm/traceback.c scripts/vm/traceback.h \
	scripts/vm/threads.c scripts/vm/threads.h \
	scripts/vm/trap.c scripts/vm/trap.h \
	scripts/vm/unwind.c scripts/vm/unwind.h \
	scripts/vm/unit.h \
	scripts/vm/vm.c scripts/vm/vm.h \
	scripts/vm/vm_internal.h
EXTRA_DIST += scripts/vm/README.md
