# The object heap: libc only.

heap_libheap_a_SOURCES += \
	heap/alloc.c heap/alloc.h \
	heap/annex.c heap/annex.h \
	heap/array.c \
	heap/attach.c heap/attach.h \
	heap/collect.c heap/collect.h heap/collector.h \
	heap/components.c \
	heap/destroy.c \
	heap/dominators.c \
	heap/events.c heap/events.def heap/events.h heap/events_internal.h \
	heap/generations.c \
	heap/graph.c heap/graph.h heap/graph_internal.h \
	heap/heap.c heap/heap.h heap/heap_internal.h \
	heap/history.h \
	heap/list.h \
	heap/object.c heap/object.h \
	heap/paths.c \
	heap/poison.h \
	heap/quick.h \
	heap/quarantine.c heap/quarantine.h \
	heap/range.c heap/range.h \
	heap/referrers.c \
	heap/snapshot.c \
	heap/share.c heap/share.h heap/share_internal.h \
	heap/share_count.c \
	heap/span.c heap/span.h \
	heap/spares.c heap/spares.h \
	heap/survivals.c \
	heap/tally.c \
	heap/types.c heap/types.h \
	heap/walk.c heap/walk.h \
	heap/weak.c heap/weak.h
