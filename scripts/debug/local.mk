# scripts/debug: part of the debug library.

scripts_libdebug_a_SOURCES += \
	scripts/debug/ask_export.c \
	scripts/debug/ask_graph.c \
	scripts/debug/ask_history.c \
	scripts/debug/ask_object.c \
	scripts/debug/ask_sharing.c \
	scripts/debug/ask_threads.c \
	scripts/debug/ask_sql.c \
	scripts/debug/bindings.c \
	scripts/debug/break_match.c \
	scripts/debug/breakpoints.c scripts/debug/breakpoints.h \
	scripts/debug/cause.c \
	scripts/debug/channel.c scripts/debug/channel.h \
	scripts/debug/cmd_break.c \
	scripts/debug/cmd_data.c \
	scripts/debug/cmd_help.c \
	scripts/debug/cmd_questions.c \
	scripts/debug/cmd_run.c \
	scripts/debug/cmd_stops.c \
	scripts/debug/command.c scripts/debug/command.h \
	scripts/debug/commands.def \
	scripts/debug/complete.c \
	scripts/debug/debug.h \
	scripts/debug/difference.c scripts/debug/difference.h \
	scripts/debug/engine.c scripts/debug/engine.h \
	scripts/debug/engine_break.c \
	scripts/debug/engine_internal.h \
	scripts/debug/engine_process.c \
	scripts/debug/evaluate.c \
	scripts/debug/event_break.c \
	scripts/debug/heap_break.c \
	scripts/debug/heap_rows.c \
	scripts/debug/helper.c \
	scripts/debug/holders.c \
	scripts/debug/host_serve.c \
	scripts/debug/host_session.c \
	scripts/debug/host_signals.c \
	scripts/debug/inquire.c \
	scripts/debug/marks.c \
	scripts/debug/memory.c \
	scripts/debug/messages.def \
	scripts/debug/numbers.c \
	scripts/debug/observe.c scripts/debug/observe_internal.h \
	scripts/debug/observe_names.c \
	scripts/debug/picks.c \
	scripts/debug/record.c scripts/debug/record.h \
	scripts/debug/records.def \
	scripts/debug/runtime.c \
	scripts/debug/screen.c \
	scripts/debug/script.c \
	scripts/debug/session.c scripts/debug/session_internal.h \
	scripts/debug/show.c \
	scripts/debug/sleeping.c \
	scripts/debug/source.c scripts/debug/source.h \
	scripts/debug/step_plan.c \
	scripts/debug/stepping.c \
	scripts/debug/story.c \
	scripts/debug/text.c \
	scripts/debug/text_safe.c scripts/debug/text_safe.h \
	scripts/debug/watch_break.c \
	scripts/debug/wire.c scripts/debug/wire.h
EXTRA_DIST += scripts/debug/README.md
