# The program and its front ends.

EXTRA_DIST += tui/README.md

heapstep_SOURCES += \
	tui/cli.c tui/cli.h \
	tui/client.c tui/client.h \
	tui/clock.c tui/clock.h \
	tui/completion.c tui/completion.h \
	tui/draw.c tui/draw.h \
	tui/editor.c tui/editor.h \
	tui/endpoint.c tui/endpoint.h \
	tui/feed.c tui/feed.h \
	tui/glyph.c tui/glyph.h \
	tui/keys.c tui/keys.def \
	tui/launch.c tui/launch.h \
	tui/layout.c tui/layout.h \
	tui/list.c tui/list.h \
	tui/main.c \
	tui/options.c tui/options.def tui/options.h \
	tui/output.c tui/output.h \
	tui/overlay.c \
	tui/pane_bindings.c \
	tui/pane_heap.c \
	tui/pane_lists.c \
	tui/pane_output.c \
	tui/pane_source.c \
	tui/prompt.c \
	tui/queue.c \
	tui/screen.c tui/screen.h tui/screen_internal.h \
	tui/screen_draw.c \
	tui/session.c tui/session.h \
	tui/sources.c tui/sources.h \
	tui/term.c tui/term.h \
	tui/view.c tui/view.h
