/*
 * The command language inside scripts/debug: the table, the handlers'
 * signature, and how they answer.
 */
#ifndef DEBUG_COMMAND_H
#define DEBUG_COMMAND_H

#include "scripts/debug/session_internal.h"

enum completion {
    COMPLETE_NOTHING,
    COMPLETE_COMMAND,
    COMPLETE_EXPRESSION, /* names, attributes, #N: the engine knows */
    COMPLETE_OBJECT,
    COMPLETE_LOCATION,
    COMPLETE_BREAKPOINT,
    COMPLETE_INFO,
    COMPLETE_TOP,
    COMPLETE_FILE
};

enum command_flags { REPEATS = 1, NEEDS_STOP = 2 };

typedef void command_fn(struct debug *d, const char *args,
                        struct debug_result *result);

struct command {
    const char *name, *aliases, *arguments;
    enum completion completion;
    unsigned flags;
    const char *help;
    command_fn *run;
};

extern const struct command commands[];
extern const size_t command_count;

/* do_step() and so on, in the cmd_*.c files. */
#define COMMAND(handler, name, aliases, arguments, completion, flags, help)    \
    command_fn do_##handler;
#include "scripts/debug/commands.def"

/* The command that a word names: by name, alias or unique prefix.  NULL: none,
 * *matches tells how many it could be. */
const struct command *command_find(const char *word, size_t length,
                                   int *matches);

/* Appends a line to the result. */
void command_say(struct debug_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same for a refusal. */
void command_fail(struct debug_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Asks the engine something whose answer is a text and shows it. */
void command_ask(struct debug *d, const char *what, const char *text,
                 struct debug_result *result);

/* A whole number from 1 at *at, which moves past it; false: none there. */
bool command_number(const char **at, long *number);
/* The count that is the whole of args, 1 when there is none; false: refused. */
bool command_count_of(const char *args, long *count,
                      struct debug_result *result);
const char *skip_spaces(const char *at);

/* The subjects of info, for its completion: names, NULL at the end. */
extern const char *const info_subjects[];

/* Where a LOCATION leads. */
struct location {
    char *path; /* owned */
    long line;
    char *function; /* owned; instead of path and line */
};
/* Reads "12", "file.py:12" or "name"; *rest is what follows. */
bool command_location(struct debug *d, const char *args,
                      struct location *location, const char **rest,
                      struct debug_result *result);
void location_clear(struct location *location);

/* ---- breakpoints: cmd_break.c, cmd_stops.c ------------------------------- */

const char *word_end(const char *at);
/* Whether the word begins the text. */
bool is_word(const char *at, const char *word);
bool command_is_name(const char *at, size_t length);
/* "if EXPR" or ", EXPR"; false: something else is there. */
bool break_take_condition(const char *rest, struct view_break_spec *spec,
                          struct debug_result *result);
/* A word, if one is there, as the spec's type: "list", with "+" its
 * subclasses too. */
bool break_take_type(const char **at, struct view_break_spec *spec);
/* An object: "#7", or an expression that has it now. */
bool break_take_object(struct debug *d, const char *text,
                       struct view_break_spec *spec,
                       struct debug_result *result);
/* A word that is a name of a type and of no variable is the type. */
bool break_names_type(struct debug *d, const char *text);
/* Adds it to the list, whose contents are stolen, and tells. */
void break_add(struct debug *d, struct view_break_spec *spec,
               struct debug_result *result);
/* The breakpoint whose number comes next; NULL: refused. */
struct breakpoint *command_break(struct debug *d, const char **args,
                                 struct debug_result *result);

/* What can be stopped at besides places: `break WORD ...`. */
struct stop_kind {
    const char *word;
    bool (*read)(struct debug *d, const char *args,
                 struct view_break_spec *spec, struct debug_result *result);
};
/* The kind that the text begins with; NULL: none, it is a place. */
const struct stop_kind *stop_kind_find(const char *args);
/* Takes a line that belongs to `commands N`; false: it is none. */
bool commands_take_line(struct debug *d, const char *line);

#endif
