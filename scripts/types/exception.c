/*
 * The built-in exceptions: what all have in common, and the table of them.
 * Those with fields of their own are in exception_fields.c, groups in
 * exception_group.c.
 */
#include "scripts/types/exception.h"

#include "scripts/types/dict.h"
#include "scripts/types/exception_internal.h"
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS(args, nargs, kwnames)                                      \
    ((void)(args), (void)(nargs), (void)(kwnames))

/* ---- making ---------------------------------------------------------------- */

object *exception_type_new(struct vm *vm, struct type_object *type,
                           object *const *args, size_t nargs, object *kwnames)
{
    (void)kwnames;
    struct exception_object *self =
        (struct exception_object *)type_alloc(vm, type, 0);
    if (!self)
        return NULL;
    self->args = tuple_from(vm, args, nargs);
    if (self->args)
        return (object *)self;
    vm_release(vm, (object *)self);
    return NULL;
}

static bool has_args(object *self, object *const *args, size_t nargs)
{
    object *tuple = exception_of(self)->args;
    if (!tuple || tuple_length(tuple) != nargs)
        return false;
    for (size_t i = 0; i < nargs; i++)
        if (tuple_items(tuple)[i] != args[i])
            return false;
    return true;
}

/* A call of the class makes one tuple, which __new__ has stored. */
bool exception_set_args(struct vm *vm, object *self, object *const *args,
                        size_t nargs)
{
    if (has_args(self, args, nargs))
        return true;
    object *tuple = tuple_from(vm, args, nargs);
    if (tuple)
        heap_store(vm->heap, &exception_of(self)->args, tuple);
    return tuple != NULL;
}

bool exception_init(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    return args_no_keywords(vm, type_name_of(vm, self), kwnames) &&
           exception_set_args(vm, self, args, nargs);
}

/* type.__new__(*args), where args is what it stores. */
static object *new_with(struct vm *vm, struct type_object *type, object *args)
{
    if (type->slots.new_ != exception_type_new)
        return type->slots.new_(vm, type, tuple_items(args),
                                tuple_length(args), NULL);
    object *self = type_alloc(vm, type, 0);
    if (self)
        exception_of(self)->args = heap_retain(args);
    return self;
}

object *exception_new(struct vm *vm, enum exception_id id, object *args)
{
    struct type_object *type = vm->exceptions[id];
    object *const *items = tuple_items(args);
    size_t n = tuple_length(args);
    object *self = new_with(vm, type, args);
    if (self && type->slots.init &&
        !type->slots.init(vm, self, items, n, NULL)) {
        vm_release(vm, self);
        return NULL;
    }
    return self;
}

/* ---- text -------------------------------------------------------------------- */

object *exception_str(struct vm *vm, object *self)
{
    object *args = exception_of(self)->args;
    switch (tuple_length(args)) {
    case 0:
        return heap_retain(vm->empty_str);
    case 1:
        return vm_str(vm, tuple_items(args)[0]);
    default:
        return vm_str(vm, args);
    }
}

static const char *short_name(struct vm *vm, object *self)
{
    const char *name = type_name_of(vm, self), *last = name;
    for (const char *p = name; *p; p++)
        if (*p == '.')
            last = p + 1;
    return last;
}

static object *repr(struct vm *vm, object *self)
{
    object *args = exception_of(self)->args;
    if (tuple_length(args) == 1)
        return str_format(vm, "%s(%R)", short_name(vm, self),
                          tuple_items(args)[0]);
    return str_format(vm, "%s%R", short_name(vm, self), args);
}

/* ---- methods --------------------------------------------------------------------- */

static object *with_traceback(struct vm *vm, object *self,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *name = str_intern(vm, "__traceback__");
    bool ok = name && vm_setattr(vm, self, name, args[0]);
    vm_release_maybe(vm, name);
    return ok ? heap_retain(self) : NULL;
}

/* The list in __notes__, made when there is none; new. */
static object *notes_of(struct vm *vm, object *self)
{
    object *notes, *name = vm->name[NAME_dunder_notes];
    if (!vm_lookup_attr(vm, self, name, &notes) || notes)
        return notes;
    notes = list_new(vm, 0);
    if (notes && !vm_setattr(vm, self, name, notes)) {
        vm_release(vm, notes);
        return NULL;
    }
    return notes;
}

static object *add_note(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "note must be a str, not '%T'",
                        args[0]);
    object *notes = notes_of(vm, self);
    bool ok = notes != NULL;
    if (notes && !(vm_type_of(vm, notes)->flags & TYPE_LIST_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "Cannot add note: __notes__ is not a "
                                     "list");
        ok = false;
    }
    ok = ok && list_append(vm, notes, args[0]);
    vm_release_maybe(vm, notes);
    return ok ? vm_none(vm) : NULL;
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct exception_object *e = exception_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    object *type = (object *)vm_type_of(vm, self);
    if (e->dict && dict_length(e->dict))
        return tuple_pack(vm, 3, type, e->args, e->dict);
    return tuple_pack(vm, 2, type, e->args);
}

static object *set_state(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    size_t pos = 0;
    object *key, *value;
    UNUSED_ARGS(args, nargs, kwnames);
    if (args[0] == vm->none)
        return vm_none(vm);
    if (!(vm_type_of(vm, args[0])->flags & TYPE_DICT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "state is not a dictionary");
    while (dict_next(args[0], &pos, &key, &value))
        if (!vm_setattr(vm, self, key, value))
            return NULL;
    return vm_none(vm);
}

static const struct method_def methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {"__setstate__", set_state, METHOD_ONE, NULL},
    {"with_traceback", with_traceback, METHOD_ONE,
     "Exception.with_traceback(tb) --\n"
     "    set self.__traceback__ to tb and return self."},
    {"add_note", add_note, METHOD_ONE,
     "Exception.add_note(note) --\n"
     "    add a note to the exception"},
    {NULL, NULL, 0, NULL},
};

/* ---- attributes --------------------------------------------------------------------- */

static object *get_or_none(struct vm *vm, object *o)
{
    return heap_retain(o ? o : vm->none);
}

static object *get_args(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return get_or_none(vm, exception_of(self)->args);
}

static bool set_args(struct vm *vm, object *self, object *value,
                     const void *data)
{
    (void)data;
    if (!value) {
        vm_raise(vm, EXC_TYPE_ERROR, "args may not be deleted");
        return false;
    }
    object *tuple = vm_tuple_from(vm, value);
    if (tuple)
        heap_store(vm->heap, &exception_of(self)->args, tuple);
    return tuple != NULL;
}

static object *get_traceback(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return get_or_none(vm, exception_of(self)->traceback);
}

static bool set_traceback(struct vm *vm, object *self, object *value,
                          const void *data)
{
    (void)data;
    if (!value) {
        vm_raise(vm, EXC_TYPE_ERROR, "__traceback__ may not be deleted");
        return false;
    }
    if (value != vm->none && !vm_is(value, TYPE_TRACEBACK)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__traceback__ must be a traceback or None");
        return false;
    }
    heap_store(vm->heap, &exception_of(self)->traceback,
               value == vm->none ? NULL : heap_retain(value));
    return true;
}

/* Checks and stores a context or cause; NULL field for None. */
static bool set_linked(struct vm *vm, object **field, object *value,
                       const char *what)
{
    if (!value) {
        vm_raise(vm, EXC_TYPE_ERROR, "__%s__ may not be deleted", what);
        return false;
    }
    if (value != vm->none &&
        !(vm_type_of(vm, value)->flags & TYPE_EXCEPTION_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "exception %s must be None or derive from BaseException",
                 what);
        return false;
    }
    heap_store(vm->heap, field,
               value == vm->none ? NULL : heap_retain(value));
    return true;
}

static object *get_context(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return get_or_none(vm, exception_of(self)->context);
}

static bool set_context(struct vm *vm, object *self, object *value,
                        const void *data)
{
    (void)data;
    return set_linked(vm, &exception_of(self)->context, value, "context");
}

static object *get_cause(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return get_or_none(vm, exception_of(self)->cause);
}

static bool set_cause(struct vm *vm, object *self, object *value,
                      const void *data)
{
    (void)data;
    if (!set_linked(vm, &exception_of(self)->cause, value, "cause"))
        return false;
    exception_of(self)->suppress_context = true;
    return true;
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static bool set_dict(struct vm *vm, object *self, object *value,
                     const void *data)
{
    return instance_dict_getset.set(vm, self, value, data);
}

static const struct getset_def getsets[] = {
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {"args", get_args, set_args, NULL, NULL},
    {"__traceback__", get_traceback, set_traceback, NULL, NULL},
    {"__context__", get_context, set_context, "exception context", NULL},
    {"__cause__", get_cause, set_cause, "exception cause", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct member_def members[] = {
    {"__suppress_context__", MEMBER_BOOL,
     offsetof(struct exception_object, suppress_context), false, NULL},
    {NULL, MEMBER_BOOL, 0, false, NULL},
};

/* ---- the table ------------------------------------------------------------------------ */

/* In the order in which CPython releases them. */
#define COMMON_FIELDS                                                          \
    {"__dict__", offsetof(struct exception_object, dict)},                     \
        {"args", offsetof(struct exception_object, args)},                     \
        {"traceback", offsetof(struct exception_object, traceback)},           \
        {"cause", offsetof(struct exception_object, cause)},                   \
        {"context", offsetof(struct exception_object, context)}

static const struct heap_field base_fields[] = {COMMON_FIELDS};

static const struct heap_field value_fields[] = {
    {"value", offsetof(struct value_exception_object, value)},
    COMMON_FIELDS,
};

static const struct heap_field syntax_fields[] = {
    {"msg", offsetof(struct syntax_error_object, msg)},
    {"filename", offsetof(struct syntax_error_object, filename)},
    {"lineno", offsetof(struct syntax_error_object, lineno)},
    {"offset", offsetof(struct syntax_error_object, offset)},
    {"end_lineno", offsetof(struct syntax_error_object, end_lineno)},
    {"end_offset", offsetof(struct syntax_error_object, end_offset)},
    {"text", offsetof(struct syntax_error_object, text)},
    {"print_file_and_line",
     offsetof(struct syntax_error_object, print_file_and_line)},
    COMMON_FIELDS,
};

static const struct heap_field os_fields[] = {
    {"errno", offsetof(struct os_error_object, errno_)},
    {"strerror", offsetof(struct os_error_object, strerror)},
    {"filename", offsetof(struct os_error_object, filename)},
    {"filename2", offsetof(struct os_error_object, filename2)},
    COMMON_FIELDS,
};

static const struct heap_field attribute_fields[] = {
    {"obj", offsetof(struct attribute_error_object, obj)},
    {"name", offsetof(struct attribute_error_object, name)},
    COMMON_FIELDS,
};

static const struct heap_field import_fields[] = {
    {"msg", offsetof(struct import_error_object, msg)},
    {"name", offsetof(struct import_error_object, name)},
    {"path", offsetof(struct import_error_object, path)},
    COMMON_FIELDS,
};

static const struct heap_field group_fields[] = {
    {"message", offsetof(struct group_object, message)},
    {"exceptions", offsetof(struct group_object, exceptions)},
    COMMON_FIELDS,
};

static const struct heap_field unicode_fields[] = {
    {"encoding", offsetof(struct unicode_error_object, encoding)},
    {"object", offsetof(struct unicode_error_object, object_)},
    {"reason", offsetof(struct unicode_error_object, reason)},
    COMMON_FIELDS,
};

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

#define LAYOUT_BASE                                                            \
    .layout = {.size = sizeof(struct exception_object),                        \
               .flags = HEAP_CONTAINER, FIELDS(base_fields)}
#define LAYOUT_VALUE                                                           \
    .layout = {.size = sizeof(struct value_exception_object),                  \
               .flags = HEAP_CONTAINER, FIELDS(value_fields)}
#define LAYOUT_SYNTAX                                                          \
    .layout = {.size = sizeof(struct syntax_error_object),                     \
               .flags = HEAP_CONTAINER, FIELDS(syntax_fields)}
#define LAYOUT_OS                                                              \
    .layout = {.size = sizeof(struct os_error_object),                         \
               .flags = HEAP_CONTAINER, FIELDS(os_fields)}
#define LAYOUT_ATTRIBUTE                                                       \
    .layout = {.size = sizeof(struct attribute_error_object),                  \
               .flags = HEAP_CONTAINER, FIELDS(attribute_fields)}
#define LAYOUT_NAME LAYOUT_ATTRIBUTE
#define LAYOUT_IMPORT                                                          \
    .layout = {.size = sizeof(struct import_error_object),                     \
               .flags = HEAP_CONTAINER, FIELDS(import_fields)}
#define LAYOUT_GROUP                                                           \
    .layout = {.size = sizeof(struct group_object),                            \
               .flags = HEAP_CONTAINER, FIELDS(group_fields)}
#define LAYOUT_UNICODE                                                         \
    .layout = {.size = sizeof(struct unicode_error_object),                    \
               .flags = HEAP_CONTAINER, FIELDS(unicode_fields)}

static const struct type_spec specs[EXC_COUNT] = {
#define EXCEPTION(id, text, parent, kind, description)                         \
    [EXC_##id] = {.name = text,                                                \
                  .flags = TYPE_BASE | TYPE_EXCEPTION_SUBCLASS,                \
                  .dict_offset = offsetof(struct exception_object, dict),      \
                  LAYOUT_##kind,                                               \
                  .doc = description},
#include "scripts/types/exceptions.def"
#undef EXCEPTION
};

static const enum exception_id parents[EXC_COUNT] = {
#define EXCEPTION(id, text, parent, kind, description)                         \
    [EXC_##id] = EXC_##parent,
#include "scripts/types/exceptions.def"
#undef EXCEPTION
};

static const struct exception_behaviour base_behaviour = {
    .id = EXC_BASE_EXCEPTION,
    .new_ = exception_type_new,
    .init = exception_init,
    .str = exception_str,
    .repr = repr,
    .methods = methods,
    .getsets = getsets,
    .members = members,
};

/* Adds what an exception's own file says of it. */
static void apply(struct type_spec *spec, const struct exception_behaviour *b)
{
    spec->slots.new_ = b->new_;
    spec->slots.init = b->init;
    spec->slots.str = b->str;
    spec->slots.repr = b->repr;
    spec->methods = b->methods;
    spec->getsets = b->getsets;
    spec->members = b->members;
}

static const struct exception_behaviour *behaviour_of(enum exception_id id)
{
    if (id == EXC_BASE_EXCEPTION)
        return &base_behaviour;
    for (const struct exception_behaviour *b = exception_behaviours;
         b->id != EXC_COUNT; b++)
        if (b->id == id)
            return b;
    return NULL;
}

static struct type_object *make_type(struct vm *vm, enum exception_id id)
{
    struct type_spec spec = specs[id];
    const struct exception_behaviour *own = behaviour_of(id);
    struct type_object *base = parents[id] == EXC_COUNT
                                   ? vm->types[TYPE_OBJECT]
                                   : vm->exceptions[parents[id]];
    if (own)
        apply(&spec, own);
    struct type_object *type = type_from_spec_base(vm, &spec, base);
    if (type)
        type->spec = &specs[id];
    return type;
}

/* ExceptionGroup is the one class here with two bases. */
static bool join_exception_groups(struct vm *vm)
{
    struct type_object *type = vm->exceptions[EXC_EXCEPTION_GROUP];
    object *group = type_as_object(vm->exceptions[EXC_BASE_EXCEPTION_GROUP]);
    object *plain = type_as_object(vm->exceptions[EXC_EXCEPTION]);
    object *bases = tuple_pack(vm, 2, group, plain);
    if (!bases)
        return false;
    type_unlink_bases(vm, type);
    heap_store(vm->heap, &type->bases, bases);
    return type_set_mro(vm, type) != MRO_FAILED && type_link_bases(vm, type);
}

bool exceptions_init(struct vm *vm)
{
    for (int id = 0; id < EXC_COUNT; id++) {
        vm->exceptions[id] = make_type(vm, (enum exception_id)id);
        if (!vm->exceptions[id])
            return false;
    }
    return join_exception_groups(vm);
}
