/*
 * Module objects.
 */
#ifndef SCRIPTS_TYPES_MODULE_H
#define SCRIPTS_TYPES_MODULE_H

#include "scripts/vm/vm.h"

struct module_object {
    struct heap_node node;
    object *dict; /* never NULL once made */
};

/* With __name__, __doc__, __package__, __loader__, __spec__ set. */
object *module_new(struct vm *vm, const char *name);
object *module_new_object(struct vm *vm, object *name);

static inline object *module_dict(const object *o)
{
    return ((const struct module_object *)o)->dict;
}

/* Does the module's body still run? */
bool module_is_initializing(struct vm *vm, object *module);
/* Adds a table's functions to a module; its name is their __module__. */
bool module_add_functions(struct vm *vm, object *module,
                          const struct method_def *functions);
/* module.name = value, which is stolen; NULL (pending) gives false. */
bool module_add_steal(struct vm *vm, object *module, const char *name,
                      object *value);
bool module_add_int(struct vm *vm, object *module, const char *name,
                    int64_t value);
bool module_add_str(struct vm *vm, object *module, const char *name,
                    const char *value);

/* types.SimpleNamespace() with the entries of a dict (borrowed or NULL). */
object *namespace_new(struct vm *vm, object *dict);

#endif
