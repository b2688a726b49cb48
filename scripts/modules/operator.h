/*
 * The types of _operator.
 */
#ifndef SCRIPTS_MODULES_OPERATOR_H
#define SCRIPTS_MODULES_OPERATOR_H

#include "scripts/vm/vm.h"

extern const struct type_spec operator_attrgetter_spec,
    operator_itemgetter_spec, operator_methodcaller_spec;

#endif
