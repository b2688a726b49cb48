/*
 * Between the files of the type str.
 */
#ifndef SCRIPTS_TYPES_STR_METHODS_H
#define SCRIPTS_TYPES_STR_METHODS_H

#include "scripts/types/str.h"

extern const struct method_def str_methods[];

/* Is o a str or of a derived class? */
bool str_check(struct vm *vm, const object *o);
/* An exact str of the same text. */
object *str_exact(struct vm *vm, object *s);
object *str_exact_range(struct vm *vm, object *s, size_t from, size_t to);
object *str_repr(struct vm *vm, object *s);

#endif
