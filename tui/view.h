/*
 * The view: what the session says is on the screen, parsed once into plain
 * structs.  A field the session left out is empty or zero, never a surprise.
 */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    VIEW_MAX_ROWS = 500,
    VIEW_MAX_MARKS = 16,
    VIEW_MAX_SAME = 16,
};

enum view_state {
    VIEW_NONE,
    VIEW_STOPPED,
    VIEW_RUNNING,
    VIEW_ENDED,
    VIEW_DEAD,
};

enum view_mark {
    VIEW_MARK_NONE,
    VIEW_MARK_NEW,
    VIEW_MARK_REBOUND,
    VIEW_MARK_CHANGED,
    VIEW_MARK_REFS,
    VIEW_MARK_FREED,
};

/* A stretch of code points that the last step changed. */
struct view_span {
    size_t from, to;
};

/* An object's value with its changed parts. */
struct view_value {
    char *text;
    struct view_span marks[VIEW_MAX_MARKS];
    size_t mark_count;
};

struct view_binding {
    char *name, *scope, *type, *note;
    struct view_value value;
    long long ordinal, refs;
    bool runtime; /* the runtime itself shares the object */
    enum view_mark mark;
    char *same[VIEW_MAX_SAME];
    size_t same_count;
    int group; /* 0: alone; 1, 2, ...: the letter of the names it shares */
};

struct view_row {
    char *type, *holders, *note;
    struct view_value value;
    long long ordinal, refs, size;
    int generation;
    bool runtime;
    enum view_mark mark;
};

struct view_frame {
    long long id;
    char *name, *path;
    int line;
};

struct view_breakpoint {
    long long id, hits;
    char *kind, *what, *condition, *note;
    bool enabled, temporary;
};

struct view_line_breakpoint {
    int line;
    bool enabled, temporary, conditional;
};

struct view_source {
    char *path, *name;
    int line, first;
    char **lines;
    size_t line_count;
    struct view_line_breakpoint *breakpoints;
    size_t breakpoint_count;
};

struct view_heap {
    size_t from, total;
    long long live, bytes;
    struct view_row *rows;
    size_t row_count;
};

struct view {
    long long stop;
    enum view_state state;
    char *reason, *story;
    struct view_source source;
    struct view_frame *frames;
    size_t frame_count;
    long long frame;
    struct view_binding *bindings;
    size_t binding_count;
    struct view_heap heap;
    struct view_breakpoint *breakpoints;
    size_t breakpoint_count;
};

/* A new view from the session's message, whatever it holds; NULL when memory
 * runs out. */
struct view *view_new(const json_t *body);

/* Frees it; NULL is fine. */
void view_free(struct view *view);

#endif
