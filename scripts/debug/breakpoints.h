/*
 * The breakpoints of a session: its own list, sent to each engine whole.
 * The specs are the session's word, the states what the engine made of them.
 */
#ifndef DEBUG_BREAKPOINTS_H
#define DEBUG_BREAKPOINTS_H

#include "scripts/debug/record.h"

/* In stop.hits: this breakpoint has told its last. */
enum { STOP_LAST = -1 };

enum break_owner {
    BREAK_BY_COMMAND,
    BREAK_BY_LINES, /* an editor's setBreakpoints */
    BREAK_BY_FUNCTIONS,
    BREAK_BY_ADVANCE, /* gone at the next stop, wherever it is */
};

struct breakpoint {
    struct view_break_spec spec;
    struct view_break_state state;
    enum break_owner owner;
};

/* All zero to begin with; in order of their numbers. */
struct breakpoints {
    struct breakpoint *at;
    size_t count;
    int64_t last_id;
};

void breakpoints_clear(struct breakpoints *list);

/* Adds a spec, whose contents are stolen, under a new number (or the one it
 * has); NULL out of memory.  The pointer lives until the next change. */
struct breakpoint *breakpoints_add(struct breakpoints *list,
                                   struct view_break_spec *spec,
                                   enum break_owner owner);
struct breakpoint *breakpoints_find(struct breakpoints *list, int64_t id);
void breakpoints_delete(struct breakpoints *list, struct breakpoint *b);

/* Takes in what the engine says of them. */
void breakpoints_update(struct breakpoints *list,
                        const struct view_break_states *states);

/* "script.py:12", "function f", "alloc list": new, NULL out of memory. */
char *breakpoint_what(const struct breakpoint *b);

/* Fills the rows of a screen (all zero before). */
bool breakpoints_rows(const struct breakpoints *list,
                      struct view_screen *screen);
bool breakpoint_row(const struct breakpoint *b, struct view_breakpoint *row);

/* The set as the engine gets it; borrowed pointers, free only set->breaks. */
bool breakpoints_set(const struct breakpoints *list,
                     struct view_break_set *set);

#endif
