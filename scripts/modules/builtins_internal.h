/*
 * The functions of the builtins module, by file.
 */
#ifndef SCRIPTS_MODULES_BUILTINS_INTERNAL_H
#define SCRIPTS_MODULES_BUILTINS_INTERNAL_H

#include "scripts/vm/vm.h"

/* Tables of methods, each ended by a row without a name. */
extern const struct method_def builtins_class[];
extern const struct method_def builtins_code[];
extern const struct method_def builtins_io[];
extern const struct method_def builtins_number[];
extern const struct method_def builtins_object[];
extern const struct method_def builtins_sequence[];

#endif
