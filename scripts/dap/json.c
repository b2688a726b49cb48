/*
 * From records to JSON and back, by their schemas.  Invariant: whatever the
 * bytes, what json_text makes is valid JSON that every reader takes.
 */
#include "scripts/dap/json.h"

#include "scripts/debug/text_safe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts ------------------------------------------------------------- */

static bool plain(uint32_t code)
{
    return code != 0 && (code < 0xd800 || code > 0xdfff);
}

static size_t put_escape(char *to, const char *at, size_t n, uint32_t code)
{
    if (n)
        return (size_t)sprintf(to, code ? "\\u%04x" : "\\x%02x", code);
    return (size_t)sprintf(to, "\\x%02x", (unsigned char)*at);
}

json_t *json_text(const char *bytes, size_t length)
{
    size_t made = 0;
    /* A byte becomes at most four, a surrogate's three become six. */
    char *text = malloc(length * 4 + 16);
    if (!text)
        return json_null();
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t n = text_decode(bytes + i, length - i, &code);
        if (n && plain(code)) {
            memcpy(text + made, bytes + i, n);
            made += n;
        } else {
            made += put_escape(text + made, bytes + i, n, code);
        }
        i += n ? n : 1;
    }
    json_t *json = json_stringn(text, made);
    free(text);
    return json ? json : json_null();
}

json_t *json_text_maybe(const char *text)
{
    return text ? json_text(text, strlen(text)) : json_null();
}

/* ---- records to JSON --------------------------------------------------- */

static size_t count_of(const struct field *field, const char *record)
{
    size_t count;
    memcpy(&count, record + field->count_offset, sizeof count);
    return count;
}

static json_t *json_pairs(const struct view_pair *pairs, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array,
                              json_pack("[I, I]", (json_int_t)pairs[i].from,
                                        (json_int_t)pairs[i].to));
    return array;
}

static json_t *json_texts(char *const *texts, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_text_maybe(texts[i]));
    return array;
}

static json_t *json_list(const struct schema *of, const char *items,
                         size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_record(of, items + i * of->size));
    return array;
}

static json_t *json_field(const struct field *field, const char *record)
{
    const char *at = record + field->offset;
    switch (field->kind) {
    case FIELD_NUM:
        return json_integer(*(const int64_t *)at);
    case FIELD_FLAG:
        return json_boolean(*(const bool *)at);
    case FIELD_TEXT:
        return json_text_maybe(*(char *const *)at);
    case FIELD_PAIRS:
        return json_pairs(*(struct view_pair *const *)at,
                          count_of(field, record));
    case FIELD_TEXTS:
        return json_texts(*(char **const *)at, count_of(field, record));
    case FIELD_ONE:
        return json_record(field->of(), at);
    case FIELD_LIST:
        return json_list(field->of(), *(char *const *)at,
                         count_of(field, record));
    default:
        return json_null();
    }
}

json_t *json_record(const struct schema *schema, const void *record)
{
    json_t *object = json_object();
    for (size_t i = 0; i < schema->field_count; i++)
        json_object_set_new(object, schema->fields[i].name,
                            json_field(&schema->fields[i], record));
    return object;
}

/* ---- JSON to records --------------------------------------------------- */

static bool read_texts(const json_t *array, const struct field *field,
                       char *record)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (text &&
            !record_texts_add((char ***)(record + field->offset),
                              (size_t *)(record + field->count_offset), text))
            return false;
    }
    return true;
}

static bool read_field(const json_t *value, const struct field *field,
                       char *record)
{
    char *at = record + field->offset;
    if (field->kind == FIELD_NUM && json_is_integer(value))
        *(int64_t *)at = json_integer_value(value);
    else if (field->kind == FIELD_FLAG && json_is_boolean(value))
        *(bool *)at = json_boolean_value(value);
    else if (field->kind == FIELD_TEXT && json_is_string(value))
        return record_text((char **)at, json_string_value(value));
    else if (field->kind == FIELD_TEXT && json_is_null(value))
        return record_text((char **)at, NULL);
    else if (field->kind == FIELD_TEXTS && json_is_array(value))
        return read_texts(value, field, record);
    return true;
}

bool json_to_record(const json_t *object, const struct schema *schema,
                    void *record)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        const json_t *value = json_object_get(object, schema->fields[i].name);
        if (value && !read_field(value, &schema->fields[i], record))
            return false;
    }
    return true;
}
