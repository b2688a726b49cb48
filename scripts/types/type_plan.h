/*
 * A class under construction, between type_new.c and type_layout.c.
 */
#ifndef SCRIPTS_TYPES_TYPE_PLAN_H
#define SCRIPTS_TYPES_TYPE_PLAN_H

#include "scripts/types/type_internal.h"

struct plan {
    struct vm *vm;
    struct type_object *type, *base;
    object *slots; /* tuple of mangled names, sorted; or NULL: no __slots__ */
    bool add_dict, add_weak;
};

/* Reads __slots__ and decides on dict and weak references. */
bool type_plan_members(struct plan *p);
/* The layout of instances: p->type->layout and what belongs to it. */
bool type_plan_layout(struct plan *p);
/* The nearest ancestor whose layout is its own. */
struct type_object *type_solid_base(struct type_object *type);
/* A str as a heap array, NUL-terminated; NULL: MemoryError pending. */
const char *type_c_text(struct type_object *type, object *name);
/* Has the name or docstring of a class no surrogate, and (unless nul) no
 * null character?  False: pending. */
bool type_text_is_plain(struct vm *vm, object *text, bool nul);
void type_c_text_free(heap *h, const char *text);

#endif
