/*
 * Shared by the files of the built-in exceptions.
 */
#ifndef SCRIPTS_TYPES_EXCEPTION_INTERNAL_H
#define SCRIPTS_TYPES_EXCEPTION_INTERNAL_H

#include "scripts/types/exception.h"

struct unicode_error_object {
    struct exception_object base;
    object *encoding, *object_, *reason;
    ptrdiff_t start, end;
};

/* What sets one exception apart from its base; NULL: inherited. */
struct exception_behaviour {
    enum exception_id id;
    object *(*new_)(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames);
    bool (*init)(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames);
    object *(*str)(struct vm *vm, object *self);
    object *(*repr)(struct vm *vm, object *self);
    const struct method_def *methods;
    const struct getset_def *getsets;
    const struct member_def *members;
};

/* exception_fields.c; ended by EXC_COUNT. */
extern const struct exception_behaviour exception_behaviours[];

/* exception_group.c */
extern const struct method_def group_methods[];
extern const struct member_def group_members[];
object *group_type_new(struct vm *vm, struct type_object *type,
                       object *const *args, size_t nargs, object *kwnames);
bool group_init(struct vm *vm, object *self, object *const *args, size_t nargs,
                object *kwnames);
object *group_str(struct vm *vm, object *self);

/* exception.c */
object *exception_type_new(struct vm *vm, struct type_object *type,
                           object *const *args, size_t nargs, object *kwnames);
bool exception_init(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames);
bool exception_set_args(struct vm *vm, object *self, object *const *args,
                        size_t nargs);
object *exception_str(struct vm *vm, object *self);

#endif
