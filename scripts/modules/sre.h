/*
 * Shared by the files of _sre: the code of a pattern, one match under way,
 * the objects.
 *
 * A pattern's code is what the library's re._compiler makes: 32-bit words,
 * checked once by sre_check, so that the engine may trust every jump.
 */
#ifndef SCRIPTS_MODULES_SRE_H
#define SCRIPTS_MODULES_SRE_H

#include "scripts/modules/buffer.h"
#include "scripts/vm/vm.h"

#define SRE_MAGIC 20220615
#define SRE_MAX_REPEAT UINT32_MAX
#define SRE_MAX_GROUPS (INT32_MAX / 2)

enum sre_op {
#define SRE_OP(name) SRE_##name,
#include "scripts/modules/sre_ops.def"
#undef SRE_OP
    SRE_OP_COUNT
};

enum sre_at {
    SRE_AT_BEGINNING,
    SRE_AT_BEGINNING_LINE,
    SRE_AT_BEGINNING_STRING,
    SRE_AT_BOUNDARY,
    SRE_AT_NON_BOUNDARY,
    SRE_AT_END,
    SRE_AT_END_LINE,
    SRE_AT_END_STRING,
    SRE_AT_LOC_BOUNDARY,
    SRE_AT_LOC_NON_BOUNDARY,
    SRE_AT_UNI_BOUNDARY,
    SRE_AT_UNI_NON_BOUNDARY,
    SRE_AT_COUNT
};

enum sre_category { /* even ones; odd ones are the opposites */
    SRE_DIGIT = 0,
    SRE_SPACE = 2,
    SRE_WORD = 4,
    SRE_LINEBREAK = 6,
    SRE_LOC_WORD = 8,
    SRE_UNI_DIGIT = 10,
    SRE_UNI_SPACE = 12,
    SRE_UNI_WORD = 14,
    SRE_UNI_LINEBREAK = 16,
    SRE_CATEGORY_COUNT = 18
};

enum sre_info {
    SRE_INFO_PREFIX = 1,
    SRE_INFO_LITERAL = 2,
    SRE_INFO_CHARSET = 4
};

enum sre_flag {
    SRE_FLAG_LOCALE = 4,
    SRE_FLAG_UNICODE = 32,
    SRE_FLAG_ASCII = 256,
};

/* ---- objects ------------------------------------------------------------- */

struct sre_pattern {
    struct heap_node node;
    object *pattern, *groupindex, *indexgroup; /* any, dict, tuple */
    int64_t groups;
    int flags;
    int is_bytes; /* -1: the pattern is None, anything goes */
    uint32_t *code; /* heap array */
    size_t length;
};

struct sre_match {
    struct heap_node node;
    object *string, *regs, *pattern; /* regs NULL until asked for */
    int64_t pos, endpos;
    int64_t lastindex; /* -1: none */
    size_t groups;     /* the whole match included */
    ptrdiff_t mark[];  /* two a group; -1: not matched */
};

extern const struct type_spec sre_pattern_spec, sre_match_spec,
    sre_scanner_spec;

static inline struct sre_pattern *sre_pattern_of(const object *o)
{
    return (struct sre_pattern *)(uintptr_t)o;
}

static inline struct sre_match *sre_match_of(const object *o)
{
    return (struct sre_match *)(uintptr_t)o;
}

/* ---- a match under way --------------------------------------------------- */

enum sre_entry_kind {
    SRE_CHOICE,        /* go on at code, text */
    SRE_GREEDY,        /* a single-character repeat may give one back */
    SRE_LAZY,          /* ... may take one more */
    SRE_BARRIER,       /* a sub-pattern with an end of its own */
    SRE_TAIL,          /* greedy repeat: leave it here */
    SRE_MORE,          /* lazy repeat: once more here */
    SRE_DEAD,          /* nothing any more */
    SRE_UNDO_MARK,     /* marks[index] = text */
    SRE_UNDO_LAST,     /* last_index = text */
    SRE_UNDO_REPEAT,   /* repeat = index */
    SRE_UNDO_COUNT,    /* repeats[index].count, .last */
    SRE_UNDO_PUSH,     /* a repeat was begun */
};

struct sre_entry {
    uint32_t kind, index;
    const uint32_t *code;
    ptrdiff_t text, other;
};

struct sre_repeat {
    const uint32_t *code; /* at REPEAT's skip */
    ptrdiff_t count, last; /* last: where the last round began, -1 */
    uint32_t outer;       /* 0: none */
};

/* Positions are counted from the beginning of the text. */
struct sre_state {
    struct vm *vm;
    const void *text;
    unsigned width; /* bytes a character */
    ptrdiff_t length; /* end of what may match (endpos) */
    ptrdiff_t pos;    /* of the arguments: where it began */
    ptrdiff_t start, at;
    bool whole;   /* must match up to the end */
    bool advance; /* must not be empty at start */
    bool is_bytes;
    object *string; /* owned */
    struct buffer buffer; /* of a string that is not a str */
    object *lock;         /* a view of what could change its length, or NULL */

    ptrdiff_t *marks;
    size_t mark_count;
    ptrdiff_t last_index; /* -1: none */

    struct sre_entry *stack;
    size_t used, capacity, barrier; /* barrier: its place + 1, 0 none */
    struct sre_repeat *repeats;
    size_t repeat_used, repeat_capacity;
    uint32_t repeat; /* index + 1 of the innermost, 0 none */
    unsigned ticks;
};

/* Opens a match of pattern on string between pos and endpos; false: pending.
 * sre_state_done in any case. */
bool sre_state_init(struct vm *vm, struct sre_state *s, object *pattern,
                    object *string, ptrdiff_t pos, ptrdiff_t endpos);
/* Forgets the groups of the last match. */
void sre_state_reset(struct sre_state *s);
void sre_state_done(struct sre_state *s);
/* string[from:to] of the string matched; new. */
object *sre_slice(struct vm *vm, object *string, ptrdiff_t from, ptrdiff_t to);
/* The text of a group of the state; unset: None or, with empty, "". */
object *sre_state_group(struct sre_state *s, size_t group, bool empty);
/* Is the text of o seen as characters?  Refuses what is no text. */
bool sre_text(struct vm *vm, object *o, struct sre_state *s);

/* At s->at exactly: 1 with s->at the end, 0, -1 pending. */
int sre_match_here(struct sre_state *s, const struct sre_pattern *p);
/* From s->start on: also sets s->start. */
int sre_search(struct sre_state *s, const struct sre_pattern *p);

/* ---- pieces of the engine ------------------------------------------------ */

bool sre_is_category(uint32_t category, uint32_t c);
bool sre_in_set(const uint32_t *set, uint32_t c);
bool sre_in_set_locale(const uint32_t *set, uint32_t c);
uint32_t sre_lower_ascii(uint32_t c);
uint32_t sre_lower_unicode(uint32_t c);
uint32_t sre_upper_unicode(uint32_t c);
bool sre_equal_locale(uint32_t literal, uint32_t c);
/* A fresh entry on top; NULL: pending. */
struct sre_entry *sre_push(struct sre_state *s);
bool sre_push_repeat(struct sre_state *s, const uint32_t *code);
/* Ends the innermost sub-pattern but keeps what it has undone to. */
struct sre_entry sre_commit(struct sre_state *s);
/* Lets the host of the script look in; false: pending. */
bool sre_tick(struct sre_state *s);

/* Is code well formed for so many groups? */
bool sre_check(const uint32_t *code, size_t length, size_t groups);

/* ---- methods ------------------------------------------------------------- */

/* The match of a state that status tells of: a match, None, NULL (pending). */
object *sre_match_new(struct vm *vm, object *pattern,
                      const struct sre_state *s, int status);
object *sre_scanner_new(struct vm *vm, object *pattern, object *string,
                        ptrdiff_t pos, ptrdiff_t endpos);
/* re.NAME(args...) */
object *sre_call_library(struct vm *vm, const char *name, object *const *args,
                         size_t nargs);
builtin_fn sre_pattern_findall, sre_pattern_split, sre_pattern_sub,
    sre_pattern_subn;
/* string, pos=0, endpos=sys.maxsize */
bool sre_span_arguments(struct vm *vm, const char *name, object *const *args,
                        size_t nargs, object *kwnames, object **string,
                        ptrdiff_t *pos, ptrdiff_t *endpos);

#endif
