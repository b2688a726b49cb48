/*
 * Shared by the files that make type objects.
 */
#ifndef SCRIPTS_TYPES_TYPE_INTERNAL_H
#define SCRIPTS_TYPES_TYPE_INTERNAL_H

#include "scripts/types/type.h"
#include "scripts/vm/vm.h"

/* ---- type.c ---- */
struct type_cache *type_cache_new(void);

/* ---- type_mro.c ---- */
enum type_mro_change {
    MRO_FAILED,    /* an exception is pending */
    MRO_SET,
    MRO_OVERTAKEN, /* mro() has set it meanwhile: left alone */
};

/* Sets type->mro, calling a metaclass's mro(). */
enum type_mro_change type_set_mro(struct vm *vm, struct type_object *type);
/* Registers type with each of its bases' subclasses. */
bool type_link_bases(struct vm *vm, struct type_object *type);
void type_unlink_bases(struct vm *vm, struct type_object *type);
/* A new list of the living direct subclasses. */
object *type_subclasses(struct vm *vm, struct type_object *type);
builtin_fn type_mro_method;

/* ---- type_make.c ---- */
/* Fills a type from its spec: dict, mro, slots, descriptors. */
bool type_fill(struct vm *vm, struct type_object *type,
               const struct type_spec *spec, struct type_object *base);
/* Has each instance hold its type, which then lives as long as they do. */
void type_outlives_instances(struct vm *vm, struct type_object *type);
/* A blank type object of metaclass meta, count 1, untracked. */
struct type_object *type_blank(struct vm *vm, struct type_object *meta);
/* type_from_spec with a base that has no fixed index. */
struct type_object *type_from_spec_base(struct vm *vm,
                                        const struct type_spec *spec,
                                        struct type_object *base);
/* The heap calls slots.finalize through this. */
void type_finalize_instance(heap *h, object *self);

/* ---- type_new.c ---- */
object *type_new(struct vm *vm, struct type_object *meta, object *const *args,
                 size_t nargs, object *kwnames);
/* The most derived metaclass of meta and the types of bases; borrowed. */
struct type_object *type_metaclass(struct vm *vm, struct type_object *meta,
                                   object *bases);
/* The base whose instances' layout type's will have; NULL: pending. */
struct type_object *type_best_base(struct vm *vm, object *bases);

/* Tells the heap of a __del__ that the class has now. */
void type_update_finalizer(struct vm *vm, struct type_object *type);
/* Gives a class another name; false: pending. */
bool type_rename(struct vm *vm, struct type_object *type, object *name);

/* ---- type_rebase.c ---- */
/* Can what was laid out for old become new's? False: TypeError pending, about
 * an assignment to the attribute. */
bool type_compatible(struct vm *vm, const struct type_object *old,
                     const struct type_object *new, const char *attribute);
/* Gives a class other bases, a tuple; false: pending. */
bool type_rebase(struct vm *vm, struct type_object *type, object *bases);

/* ---- type_attrs.c ---- */
extern const struct getset_def type_getsets[];
extern const struct method_def type_methods[];
bool type_set_attr(struct vm *vm, object *self, object *name, object *value);

/* ---- exception.c ---- */
bool exceptions_init(struct vm *vm);

/* ---- object.c ---- */
bool object_init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames);
/* __getattribute__ and so on of a type that has a dict of its own. */
extern const struct getset_def instance_dict_getset, instance_weakref_getset,
    script_dict_getset; /* of a script class: some bases know better */
/* "module.Name" for reprs; new. */
object *type_full_name(struct vm *vm, struct type_object *type);
/* A new list of the names of a class and, with own_dict, of an instance. */
object *type_dir_names(struct vm *vm, struct type_object *type,
                       object *own_dict);

/* ---- object_reduce.c ---- */
object *object_reduce(struct vm *vm, object *self, object *protocol);
builtin_fn object_getstate;

/* The __doc__ of a type made of a spec: new, None when it has no text. */
object *type_spec_doc(struct vm *vm, const struct type_spec *spec);

#endif
