/*
 * The registry of encodings and of ways to handle errors, which scripts may
 * extend; the module _codecs.
 */
#ifndef SCRIPTS_MODULES_CODECS_H
#define SCRIPTS_MODULES_CODECS_H

#include "scripts/vm/vm.h"

/* The CodecInfo of an encoding, by the search functions (the first time the
 * stock package `encodings` is imported); new.  NULL: LookupError. */
object *codecs_lookup(struct vm *vm, object *encoding);
/* The error handler of that name (NULL: "strict"); new. */
object *codecs_handler(struct vm *vm, object *name);
/*
 * str.encode and bytes.decode by the registry.  The encoding must be one of
 * text, and give bytes or str.
 */
object *codecs_text(struct vm *vm, object *o, object *encoding, object *errors,
                    bool encoding_);

/* The functions of each file. */
extern const struct method_def codecs_coders[], codecs_escapes[],
    codecs_charmaps[], codecs_utf7[];
/* codecs_errors.c: the handlers that are there from the start, in a dict. */
object *codecs_errors(struct vm *vm);

/* (o, number), o stolen and maybe NULL. */
object *codecs_pair_steal(struct vm *vm, object *o, size_t number);
/* Arguments of NAME(o, errors=None): o any, errors a str or NULL. */
bool codecs_arguments(struct vm *vm, const char *name, object *const *args,
                      size_t nargs, size_t most, object **errors);

#endif
