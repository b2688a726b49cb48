/*
 * Operations on any object, by its type's slots: what CPython calls the
 * abstract object layer.  Results are new; NULL / false / -1 mean an exception
 * is pending.  Any of these may run script code unless it says not.
 */
#ifndef SCRIPTS_VM_ABSTRACT_H
#define SCRIPTS_VM_ABSTRACT_H

#include "scripts/vm/vm.h"

/* scripts/vm/abstract.c */
/* Is name a str? False: TypeError. */
bool vm_is_attribute_name(struct vm *vm, object *name);
/* A pending AttributeError that has none yet gets the object and the name, for
 * its suggestions. */
void vm_note_attribute_error(struct vm *vm, object *o, object *name);
object *vm_getattr(struct vm *vm, object *o, object *name);
/* Without AttributeError: *found is NULL when there is none. */
bool vm_lookup_attr(struct vm *vm, object *o, object *name, object **found);
bool vm_setattr(struct vm *vm, object *o, object *name, object *value);
bool vm_delattr(struct vm *vm, object *o, object *name);
object *vm_getattr_str(struct vm *vm, object *o, const char *name);
object *vm_getitem(struct vm *vm, object *o, object *key);
bool vm_setitem(struct vm *vm, object *o, object *key, object *value);
bool vm_delitem(struct vm *vm, object *o, object *key);
object *vm_binary(struct vm *vm, enum vm_binary op, object *a, object *b);
object *vm_inplace(struct vm *vm, enum vm_binary op, object *a, object *b);
object *vm_power(struct vm *vm, object *a, object *b, object *modulo);
object *vm_negative(struct vm *vm, object *o);
object *vm_positive(struct vm *vm, object *o);
object *vm_invert(struct vm *vm, object *o);
object *vm_compare(struct vm *vm, object *a, object *b, enum vm_compare op);
int vm_compare_bool(struct vm *vm, object *a, object *b, enum vm_compare op);
int vm_equal(struct vm *vm, object *a, object *b); /* identity first */
int vm_contains(struct vm *vm, object *container, object *item);
int vm_truth(struct vm *vm, object *o);
bool vm_hash(struct vm *vm, object *o, int64_t *out);
ptrdiff_t vm_length(struct vm *vm, object *o);
ptrdiff_t vm_length_hint(struct vm *vm, object *o, ptrdiff_t fallback);
object *vm_repr(struct vm *vm, object *o);
object *vm_class(struct vm *vm, object *o); /* type(o) */
object *vm_str(struct vm *vm, object *o);
object *vm_ascii(struct vm *vm, object *o);
object *vm_format(struct vm *vm, object *o, object *spec); /* spec or NULL */
object *vm_iter(struct vm *vm, object *o);
/* NULL with nothing pending at the end (StopIteration swallowed). */
object *vm_next(struct vm *vm, object *iterator);
/* The same, but StopIteration stays pending.  TypeError when its class has
 * lost its __next__. */
object *vm_next_raw(struct vm *vm, object *iterator);
object *vm_absolute(struct vm *vm, object *o);
/* isinstance, issubclass without asking the metaclass; 1, 0, -1. */
int vm_real_is_instance(struct vm *vm, object *o, object *cls);
int vm_real_is_subclass(struct vm *vm, object *derived, object *cls);
/* Of an int or __index__ object: "cannot be interpreted as an integer". */
object *vm_index(struct vm *vm, object *o);
/* How often a sequence is repeated; false: TypeError or OverflowError. */
bool vm_repeat_count(struct vm *vm, object *count, ptrdiff_t *n);
bool vm_index_as_ssize(struct vm *vm, object *o, ptrdiff_t *out,
                       bool clip); /* clip, else IndexError: for subscripts */
/* Of an argument that is a number; OverflowError when it does not fit. */
bool vm_ssize_argument(struct vm *vm, object *o, ptrdiff_t *out);
/* The same of one that is an int in C. */
bool vm_int_argument(struct vm *vm, object *o, ptrdiff_t *out);
int vm_is_instance(struct vm *vm, object *o, object *cls);
int vm_is_subclass(struct vm *vm, object *type, object *cls);
bool vm_callable(struct vm *vm, object *o);
object *vm_list_from(struct vm *vm, object *iterable);  /* a new list */
object *vm_tuple_from(struct vm *vm, object *iterable); /* a new tuple */
object *vm_dir(struct vm *vm, object *o);
/* The default generic lookups, for get_attr and set_attr slots. */
object *vm_generic_getattr(struct vm *vm, object *o, object *name);
/* The same; NULL with nothing pending when there is no such attribute. */
object *vm_generic_find(struct vm *vm, object *o, object *name);
/* The function on o's type that o.name(...) calls with o before the others,
 * so that no bound method is made; new.  NULL: to be looked up as an attribute,
 * or an exception is pending. */
object *vm_generic_method(struct vm *vm, object *o, object *name);
bool vm_generic_setattr(struct vm *vm, object *o, object *name, object *value);

#endif
