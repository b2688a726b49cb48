/*
 * types.UnionType, and how types are written inside aliases and unions.
 */
#ifndef SCRIPTS_TYPES_UNION_H
#define SCRIPTS_TYPES_UNION_H

#include "scripts/vm/vm.h"

/* a | b of types, aliases, unions and None; NotImplemented for the rest. */
object *union_of_types(struct vm *vm, object *a, object *b);
/* The tuple of what a union joins, borrowed; NULL: o is no union. */
object *union_members_peek(object *o);
/* "int", "module.Class", "...", or a repr. */
object *type_display(struct vm *vm, object *o);
object *type_displays(struct vm *vm, object *items, const char *between);

#endif
