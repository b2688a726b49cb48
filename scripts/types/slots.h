/*
 * Slots and the dunder methods that stand for them: a class that defines
 * __add__ gets a slot that calls it, a built-in type with an addition slot
 * gets an __add__ in its dict.  One row of slot_rows a name.
 */
#ifndef SCRIPTS_TYPES_SLOTS_H
#define SCRIPTS_TYPES_SLOTS_H

#include "scripts/vm/vm.h"

struct slot_row;

/* A dunder called by a script: checks the arguments, calls the slot. */
typedef object *slot_wrap_fn(struct vm *vm, object *self, object *const *args,
                             size_t nargs, void (*wrapped)(void),
                             const struct slot_row *row);

struct slot_row {
    enum vm_name name;
    uint16_t offset;       /* of the slot in struct type_slots */
    int8_t op;             /* enum vm_compare */
    bool keywords;         /* the wrapper takes keywords */
    void (*script)(void);  /* what calls the script's method, or NULL */
    slot_wrap_fn *wrap;    /* NULL: no wrapper in the dict */
    const char *doc;
};
extern const struct slot_row slot_rows[]; /* ended by offset UINT16_MAX */

/* The wrappers with keywords: __init__ and __call__. */
typedef object *slot_wrap_kw_fn(struct vm *vm, object *self,
                                object *const *args, size_t nargs,
                                object *kwnames, void (*wrapped)(void));
object *slot_wrap_call(struct vm *vm, const struct slot_row *row,
                       object *self, object *const *args, size_t nargs,
                       object *kwnames, void (*wrapped)(void));

/* Fills type's empty slots from base (CPython's inherit_slots). */
void slots_inherit(struct type_object *type, const struct type_object *base);
/* Puts wrappers of type's own slots in its dict, where it has no such name.
 * `spec` are the slots as written, before inheritance. */
bool slots_publish(struct vm *vm, struct type_object *type,
                   const struct type_slots *spec);
/* Sets all slots of a script's class from what its mro defines. */
void slots_resolve(struct vm *vm, struct type_object *type);
/* The same for the slots that `name` may stand for, in type and in what
 * derives from it. */
void slots_resolve_name(struct vm *vm, struct type_object *type, object *name);

/* A class's script-made slots, for those who want to know: the loop pushes a
 * frame for __init__ instead of calling it. */
bool script_init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames);
object *script_new(struct vm *vm, struct type_object *type,
                   object *const *args, size_t nargs, object *kwnames);
builtin_fn script_call;

/* Calls the dunder of self's type with up to three arguments; AttributeError
 * when there is none. */
object *slot_method_call(struct vm *vm, object *self, enum vm_name name,
                         object *const *args, size_t nargs);

/* hash slot of unhashable types */
bool slot_unhashable(struct vm *vm, object *self, int64_t *out);

#endif
