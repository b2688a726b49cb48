/*
 * What the files of _json share.
 */
#ifndef SCRIPTS_MODULES_JSON_H
#define SCRIPTS_MODULES_JSON_H

#include "scripts/vm/vm.h"

#define JSON_FUNCTION(name)                                                    \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

extern const struct type_spec json_scanner_spec, json_encoder_spec;

/* Raises json.JSONDecodeError(message, text, at); NULL. */
object *json_raise(struct vm *vm, const char *message, object *text,
                   ptrdiff_t at);
/* The string whose first character is at *at, behind its quote; *at becomes
 * the place behind the closing quote.  Strict: no control characters. */
object *json_read_string(struct vm *vm, object *text, ptrdiff_t *at,
                         bool strict);
/* A str in quotes, what JSON does not allow escaped, and all that is not
 * ASCII if asked for. */
object *json_quote(struct vm *vm, object *text, bool ascii);
/* The functions of the module that an encoder may be given. */
builtin_fn json_encode_plain, json_encode_ascii;

#endif
