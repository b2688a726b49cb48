/*
 * The types of _functools that have files of their own.
 */
#ifndef SCRIPTS_MODULES_FUNCTOOLS_H
#define SCRIPTS_MODULES_FUNCTOOLS_H

#include "scripts/vm/vm.h"

extern const struct type_spec functools_cache_spec;

#endif
