/*
 * str: immutable text, 1, 2 or 4 bytes a code point, interning.
 */
#ifndef SCRIPTS_TYPES_STR_H
#define SCRIPTS_TYPES_STR_H

#include <stdarg.h>

#include "scripts/vm/vm.h"

struct str_object {
    object base;
    int64_t hash; /* -1: not computed yet */
    uint64_t length : 48;
    uint64_t width : 4;    /* bytes a code point: 1, 2, 4 */
    uint64_t ascii : 1;    /* all below 128 */
    uint64_t interned : 1;
    uint64_t spare : 10;
    unsigned char data[]; /* no terminator */
};

static inline size_t str_length(const object *o)
{
    return ((const struct str_object *)o)->length;
}

/* Of any text; of ASCII alone it has a type of its own. */
struct str_iterator {
    struct heap_node node;
    object *text; /* NULL at the end */
    size_t next;
};

/* From UTF-8 with surrogates allowed (WTF-8), which must be well formed. */
object *str_new(struct vm *vm, const char *utf8, size_t size);
object *str_from(struct vm *vm, const char *utf8); /* NUL-terminated */
object *str_from_ucs4(struct vm *vm, const uint32_t *points, size_t length);
object *str_from_char(struct vm *vm, uint32_t point);
object *str_format(struct vm *vm, const char *format, ...); /* see error.h */
object *str_format_va(struct vm *vm, const char *format, va_list args);
/* The interned string equal to text; new. */
object *str_intern(struct vm *vm, const char *utf8);
/* Replaces *s (owned) by the interned equal one. */
void str_intern_in_place(struct vm *vm, object **s);
uint32_t str_at(const object *s, size_t index);
/* No script code: equality, order and hash of two str. */
bool str_equal(const object *a, const object *b);
bool str_equal_ascii(const object *a, const char *text);
bool str_is_identifier(const object *s); /* could it be a name? */
int str_order(const object *a, const object *b);
int64_t str_hash(struct vm *vm, object *s);
/* UTF-8 (surrogates as WTF-8) into buffer, not terminated; length needed. */
size_t str_to_utf8(const object *s, char *buffer, size_t size);
/* A malloc'ed NUL-terminated copy; NULL: MemoryError pending. */
char *str_dup_utf8(struct vm *vm, const object *s);
object *str_concat(struct vm *vm, object *a, object *b);
/* a + b of exact strings; a is stolen unless this fails, and grows where it is
 * if nobody else holds it.  again: more will be appended to the sum. */
object *str_append(struct vm *vm, object *a, object *b, bool again);
object *str_slice(struct vm *vm, object *s, size_t from, size_t to);
object *str_join(struct vm *vm, object *separator, object *iterable);
object *str_join_array(struct vm *vm, object *separator,
                       object *const *strings, size_t count);
ptrdiff_t str_find(const object *s, const object *sub, size_t from, size_t to);

/* s with every decimal digit and space made ASCII, for number parsing; s
 * itself when it is ASCII. */
object *str_decimal(struct vm *vm, object *s);
/* format(o, spec) of a number or text; spec is a str. */
object *format_int(struct vm *vm, object *o, object *spec);
object *format_float(struct vm *vm, object *o, object *spec);
object *format_complex(struct vm *vm, object *o, object *spec);
object *format_str(struct vm *vm, object *o, object *spec);
/* template % values */
object *str_percent(struct vm *vm, object *format, object *values);

/* Building text piece by piece (malloc'ed UTF-32 or narrower inside). */
struct str_builder {
    struct vm *vm;
    void *data;
    size_t length, capacity;
    uint32_t widest;
    int width;
    bool failed;
    bool fresh;   /* the result is never a shared character */
    object *lone; /* owned: a string that is all there is so far, or NULL */
};
void str_builder_init(struct str_builder *b, struct vm *vm);
void str_builder_char(struct str_builder *b, uint32_t point);
void str_builder_ascii(struct str_builder *b, const char *text);
void str_builder_utf8(struct str_builder *b, const char *utf8, size_t size);
void str_builder_str(struct str_builder *b, const object *s);
/* The same; where s turns out to be all, it is the result itself. */
void str_builder_whole(struct str_builder *b, object *s);
/* The string (new; NULL with MemoryError) and releases the builder. */
object *str_builder_finish(struct str_builder *b);
void str_builder_done(struct str_builder *b);

#endif
