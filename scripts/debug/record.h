/*
 * Plain records and the schemas that describe them.  records.def is the one
 * list: the structs, their encoding on the wire, their release and their
 * rendering for a front end all come from it.  Neighbours: wire.c encodes
 * and decodes, scripts/dap shows them as JSON.
 *
 * A record owns everything its pointers reach; all zero is a valid record.
 */
#ifndef DEBUG_RECORD_H
#define DEBUG_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view_bytes {
    char *at;
    size_t length;
};

struct view_pair {
    int64_t from, to;
};

#define RECORD(name, fields)                                                   \
    struct view_##name {                                                       \
        fields                                                                 \
    };
#define NUM(n) int64_t n;
#define FLAG(n) bool n;
#define TEXT(n) char *n;
#define BYTES(n) struct view_bytes n;
#define PAIRS(n)                                                               \
    struct view_pair *n;                                                       \
    size_t n##_count;
#define TEXTS(n)                                                               \
    char **n;                                                                  \
    size_t n##_count;
#define ONE(n, r) struct view_##r n;
#define LIST(n, r)                                                             \
    struct view_##r *n;                                                        \
    size_t n##_count;
#include "scripts/debug/records.def"

enum field_kind {
    FIELD_NUM,
    FIELD_FLAG,
    FIELD_TEXT,
    FIELD_BYTES,
    FIELD_PAIRS,
    FIELD_TEXTS,
    FIELD_ONE,
    FIELD_LIST,
    FIELD_KINDS
};

struct schema;

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset, count_offset;      /* count_offset: lists only */
    const struct schema *(*of)(void); /* ONE and LIST */
};

struct schema {
    const char *name;
    size_t size;
    const struct field *fields;
    size_t field_count;
};

/* schema_binding() and so on: the description of each record. */
#define RECORD(name, fields) const struct schema *schema_##name(void);
#define NUM(n)
#define FLAG(n)
#define TEXT(n)
#define BYTES(n)
#define PAIRS(n)
#define TEXTS(n)
#define ONE(n, r)
#define LIST(n, r)
#include "scripts/debug/records.def"

/* Frees what the record owns and makes it all zero; the struct itself is the
 * caller's. */
void record_clear(const struct schema *schema, void *record);

/* ---- building records; all return false when memory is short ----------- */

/* Replaces a text by a copy; NULL clears it. */
bool record_text(char **field, const char *text);

/* Replaces a text by a formatted one. */
bool record_textf(char **field, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends a copy of text to a TEXTS field. */
bool record_texts_add(char ***texts, size_t *count, const char *text);

/* Appends an all-zero item to a LIST or PAIRS field and returns it, to be
 * filled at once; NULL when memory is short. */
void *record_list_add(void *list, size_t *count, size_t item_size);

#define RECORD_ADD(record, list)                                               \
    ((__typeof__((record)->list))record_list_add(                              \
        &(record)->list, &(record)->list##_count, sizeof *(record)->list))

/* A deep copy into the all-zero record `to`. */
bool record_copy(const struct schema *schema, void *to, const void *from);

#endif
