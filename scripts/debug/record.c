/*
 * Schemas of all records and what can be done with any record: release,
 * copy, growth of its lists.  Invariant: a record all zero is valid and owns
 * nothing.  Neighbours: wire.c for the encoding.
 */
#include "scripts/debug/record.h"

#include "scripts/debug/wire.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD(name_, fields_)                                                 \
    const struct schema *schema_##name_(void)                                  \
    {                                                                          \
        typedef struct view_##name_ self;                                      \
        static const struct field fields[] = {fields_};                        \
        static const struct schema schema = {#name_, sizeof(self), fields,     \
                                             sizeof fields / sizeof *fields};  \
        return &schema;                                                        \
    }
#define AT(n) offsetof(self, n)
#define NUM(n) {#n, FIELD_NUM, AT(n), 0, NULL},
#define FLAG(n) {#n, FIELD_FLAG, AT(n), 0, NULL},
#define TEXT(n) {#n, FIELD_TEXT, AT(n), 0, NULL},
#define BYTES(n) {#n, FIELD_BYTES, AT(n), 0, NULL},
#define PAIRS(n) {#n, FIELD_PAIRS, AT(n), AT(n##_count), NULL},
#define TEXTS(n) {#n, FIELD_TEXTS, AT(n), AT(n##_count), NULL},
#define ONE(n, r) {#n, FIELD_ONE, AT(n), 0, schema_##r},
#define LIST(n, r) {#n, FIELD_LIST, AT(n), AT(n##_count), schema_##r},
#include "scripts/debug/records.def"

/* ---- release ----------------------------------------------------------- */

static void clear_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void clear_list(const struct schema *of, char *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        record_clear(of, items + i * of->size);
    free(items);
}

static void clear_field(const struct field *field, char *record)
{
    char *at = record + field->offset;
    size_t count = 0;
    if (field->count_offset)
        memcpy(&count, record + field->count_offset, sizeof count);
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_PAIRS:
        free(*(void **)at);
        break;
    case FIELD_BYTES:
        free(((struct view_bytes *)at)->at);
        break;
    case FIELD_TEXTS:
        clear_texts(*(char ***)at, count);
        break;
    case FIELD_ONE:
        record_clear(field->of(), at);
        break;
    case FIELD_LIST:
        clear_list(field->of(), *(char **)at, count);
        break;
    default:
        break;
    }
}

void record_clear(const struct schema *schema, void *record)
{
    for (size_t i = 0; i < schema->field_count; i++)
        clear_field(&schema->fields[i], record);
    memset(record, 0, schema->size);
}

/* ---- building ---------------------------------------------------------- */

bool record_text(char **field, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        return false;
    free(*field);
    *field = copy;
    return true;
}

bool record_textf(char **field, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0)
        return false;
    free(*field);
    *field = text;
    return true;
}

bool record_texts_add(char ***texts, size_t *count, const char *text)
{
    char *copy = strdup(text);
    char **item = copy ? record_list_add(texts, count, sizeof *item) : NULL;
    if (item)
        *item = copy;
    else
        free(copy);
    return item != NULL;
}

void *record_list_add(void *list, size_t *count, size_t item_size)
{
    void *items;
    memcpy(&items, list, sizeof items);
    size_t n = *count;
    /* Room doubles: it is full whenever the count is a power of two. */
    if ((n & (n - 1)) == 0) {
        items = realloc(items, (n ? 2 * n : 1) * item_size);
        if (!items)
            return NULL;
        memcpy(list, &items, sizeof items);
    }
    *count = n + 1;
    char *item = (char *)items + n * item_size;
    memset(item, 0, item_size);
    return item;
}

bool record_copy(const struct schema *schema, void *to, const void *from)
{
    struct wire_out out = {0};
    bool ok = wire_encode(&out, schema, from) &&
              wire_decode(out.at, out.length, schema, to);
    free(out.at);
    return ok;
}
