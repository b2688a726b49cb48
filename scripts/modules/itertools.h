/*
 * The types of itertools that have files of their own.
 */
#ifndef SCRIPTS_MODULES_ITERTOOLS_H
#define SCRIPTS_MODULES_ITERTOOLS_H

#include "scripts/vm/vm.h"

extern const struct type_spec itertools_count_spec, itertools_islice_spec,
    itertools_accumulate_spec, itertools_zip_longest_spec,
    itertools_compress_spec;

#endif
