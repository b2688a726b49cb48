/*
 * Wrappers: what a built-in type's dunder does when a script calls it.
 */
#ifndef SCRIPTS_TYPES_SLOTS_WRAP_H
#define SCRIPTS_TYPES_SLOTS_WRAP_H

#include "scripts/types/slots.h"

slot_wrap_fn wrap_unary, wrap_binary_left, wrap_binary_right, wrap_power,
    wrap_power_right, wrap_compare, wrap_truth, wrap_length, wrap_hash,
    wrap_contains, wrap_item, wrap_repeat, wrap_set_item, wrap_delete_item,
    wrap_set_index, wrap_delete_index, wrap_next, wrap_get_attr,
    wrap_set_attr, wrap_delete_attr, wrap_get, wrap_set, wrap_delete,
    wrap_finalize;
/* These two take keywords: slot_wrap_call calls them otherwise. */
slot_wrap_fn wrap_call, wrap_init;

#endif
