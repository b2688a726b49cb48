/*
 * The types of itertools that have files of their own.
 */
#ifndef SCRIPTS_MODULES_ITERTOOLS_H
#define SCRIPTS_MODULES_ITERTOOLS_H

#include "scripts/vm/vm.h"

extern const struct type_spec itertools_count_spec, itertools_islice_spec,
    itertools_accumulate_spec, itertools_zip_longest_spec,
    itertools_compress_spec, itertools_product_spec,
    itertools_permutations_spec, itertools_combinations_spec,
    itertools_combinations_with_replacement_spec, itertools_groupby_spec,
    itertools_grouper_spec, itertools_tee_spec, itertools_tee_block_spec;

/* tee(iterable, n=2) */
builtin_fn itertools_tee;

#endif
