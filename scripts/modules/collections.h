/*
 * The types of _collections.
 */
#ifndef SCRIPTS_MODULES_COLLECTIONS_H
#define SCRIPTS_MODULES_COLLECTIONS_H

#include "scripts/vm/vm.h"

extern const struct type_spec defaultdict_spec, deque_spec, deque_iterator_spec,
    deque_reverse_iterator_spec;

/* collections_parts.c */
extern const struct type_spec tuplegetter_spec;
builtin_fn collections_count_elements;

#endif
