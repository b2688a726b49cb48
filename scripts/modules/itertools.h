/*
 * The types of itertools that have files of their own.
 */
#ifndef SCRIPTS_MODULES_ITERTOOLS_H
#define SCRIPTS_MODULES_ITERTOOLS_H

#include "scripts/vm/vm.h"

extern const struct type_spec itertools_chain_spec, itertools_count_spec,
    itertools_islice_spec, itertools_accumulate_spec, itertools_zip_longest_spec,
    itertools_compress_spec, itertools_product_spec,
    itertools_permutations_spec, itertools_combinations_spec,
    itertools_combinations_with_replacement_spec, itertools_groupby_spec,
    itertools_grouper_spec, itertools_tee_spec, itertools_tee_block_spec;

/* (type of self, args, state) for pickle, without a state that is NULL; both
 * are stolen, and an exception pending passes through. */
object *itertools_reduced_steal(struct vm *vm, object *self, object *args,
                                object *state);
/* A state given to __setstate__ that is no tuple of that many: TypeError. */
bool itertools_is_state(struct vm *vm, object *state, size_t least,
                        size_t most);
/* May a type's constructor, which takes none itself, be given keywords?  False:
 * TypeError. */
bool itertools_keywords_fit(struct vm *vm, const struct type_object *type,
                            const char *name, object *kwnames);
bool itertools_is_iterator(struct vm *vm, const object *o);

#define ITERTOOLS_METHOD(name)                                                 \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define ITERTOOLS_REDUCE(function)                                             \
    {"__reduce__", function, METHOD_NOARGS,                                    \
     "Return state information for pickling."}
#define ITERTOOLS_SET_STATE(function)                                          \
    {"__setstate__", function, METHOD_ONE,                                     \
     "Set state information for unpickling."}

/* tee(iterable, n=2) */
builtin_fn itertools_tee;

#endif
