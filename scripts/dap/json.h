/*
 * Records and loose texts as JSON.  A script's text may hold bytes that JSON
 * cannot: they become visible escapes.
 */
#ifndef DAP_JSON_H
#define DAP_JSON_H

#include "scripts/debug/record.h"

#include <jansson.h>

/* A JSON string of any bytes, new: what is not UTF-8, lone surrogates and
 * NULs are written as escapes. */
json_t *json_text(const char *bytes, size_t length);
/* The same of a C string; null for NULL. */
json_t *json_text_maybe(const char *text);

/* A record as an object with the names of its fields, new. */
json_t *json_record(const struct schema *schema, const void *record);

/*
 * Sets the fields of an all-zero record that the object has, by their names;
 * absent ones and those of a wrong type stay as they are.
 */
bool json_to_record(const json_t *object, const struct schema *schema,
                    void *record);

#endif
