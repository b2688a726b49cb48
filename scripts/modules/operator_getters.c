/*
 * _operator: itemgetter, attrgetter, methodcaller.
 *
 * One layout serves the first two: what to get, one thing or a tuple.
 */
#include <stddef.h>

#include "scripts/modules/native.h"
#include "scripts/modules/operator.h"
#include "scripts/types/dict.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define NEW(name)                                                              \
    static object *name(struct vm *vm, struct type_object *type,               \
                        object *const *args, size_t nargs, object *kwnames)
#define CALL(name)                                                             \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

struct getter {
    struct heap_node node;
    object *all; /* a tuple of what to get */
};

static struct getter *getter_of(object *o)
{
    return (struct getter *)o;
}

/* items is a new tuple or NULL, stolen. */
static object *make_steal(struct vm *vm, struct type_object *type,
                          object *items)
{
    object *o = items ? type_alloc(vm, type, 0) : NULL;
    if (o)
        getter_of(o)->all = items;
    else
        vm_release_maybe(vm, items);
    return o;
}

/* Exactly one argument, the object asked. */
static bool one(struct vm *vm, const char *name, size_t nargs,
                object *kwnames)
{
    return args_no_keywords(vm, name, kwnames) &&
           args_between(vm, name, nargs, 1, 1);
}

/* At least one argument, of the constructor. */
static bool some(struct vm *vm, const char *name, size_t nargs,
                 object *kwnames)
{
    return args_no_keywords(vm, name, kwnames) &&
           (nargs > 0 || args_between(vm, name, nargs, 1, 1));
}

/* get(o, what) of each, in a tuple when there are several. */
static object *get_all(struct vm *vm, object *self, object *o,
                       binary_fn *get)
{
    object *all = heap_retain(getter_of(self)->all), *r;
    size_t n = tuple_length(all);
    if (n == 1) {
        r = get(vm, o, tuple_items(all)[0]);
    } else {
        r = tuple_new(vm, n);
        for (size_t k = 0; r && k < n; k++) {
            object *item = get(vm, o, tuple_items(all)[k]);
            tuple_items(r)[k] = item;
            if (!item)
                heap_store(vm->heap, &r, NULL);
        }
    }
    vm_release(vm, all);
    return r;
}

/* "operator.NAME(a, b)" with the reprs of items from `from` on. */
static bool add_reprs(struct vm *vm, struct str_builder *b, object *items,
                      size_t from)
{
    for (size_t k = from; k < tuple_length(items); k++) {
        object *text = vm_repr(vm, tuple_items(items)[k]);
        if (!text)
            return false;
        if (k > 0)
            str_builder_ascii(b, ", ");
        str_builder_str(b, text);
        vm_release(vm, text);
    }
    return true;
}

static object *getter_repr(struct vm *vm, object *self)
{
    struct str_builder b;
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL
                          : str_format(vm, "%s(...)", type_name_of(vm, self));
    str_builder_init(&b, vm);
    str_builder_ascii(&b, type_name_of(vm, self));
    str_builder_char(&b, '(');
    bool ok = add_reprs(vm, &b, getter_of(self)->all, 0);
    str_builder_char(&b, ')');
    repr_leave(vm, self);
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

CALL(getter_reduce)
{
    UNUSED;
    return tuple_pack(vm, 2, type_as_object(vm_type_of(vm, self)),
                      getter_of(self)->all);
}

static const struct heap_field getter_fields[] = {
    {"arguments", offsetof(struct getter, all)},
};

static const struct method_def getter_methods[] = {
    {"__reduce__", getter_reduce, METHOD_NOARGS,
     "Return state information for pickling"},
    {NULL, NULL, 0, NULL},
};

#define GETTER_SPEC(id, text)                                                  \
    const struct type_spec operator_##id##_spec = {                            \
        .name = "operator." #id,                                               \
        .layout = {.size = sizeof(struct getter),                              \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = getter_fields,                                    \
                   .field_count = 1},                                          \
        .slots = {.new_ = id##_new, .call = id##_call, .repr = getter_repr},   \
        .methods = getter_methods,                                             \
        .doc = text,                                                           \
    };

/* ---- itemgetter ---------------------------------------------------------- */

NEW(itemgetter_new)
{
    if (!some(vm, "itemgetter", nargs, kwnames))
        return NULL;
    return make_steal(vm, type, tuple_from(vm, args, nargs));
}

CALL(itemgetter_call)
{
    return one(vm, "itemgetter", nargs, kwnames)
               ? get_all(vm, self, args[0], vm_getitem)
               : NULL;
}

GETTER_SPEC(itemgetter, "itemgetter(item, ...) --> itemgetter object\n\n"
                        "A callable that gets items from its argument.")

/* ---- attrgetter ---------------------------------------------------------- */

NEW(attrgetter_new)
{
    if (!some(vm, "attrgetter", nargs, kwnames))
        return NULL;
    for (size_t k = 0; k < nargs; k++)
        if (!(vm_type_of(vm, args[k])->flags & TYPE_STR_SUBCLASS))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "attribute name must be a string");
    return make_steal(vm, type, tuple_from(vm, args, nargs));
}

/* o.a.b.c for "a.b.c" */
static object *get_dotted(struct vm *vm, object *o, object *path)
{
    size_t from = 0, length = str_length(path);
    heap_retain(o);
    for (size_t k = 0; o && k <= length; k++) {
        if (k < length && str_at(path, k) != '.')
            continue;
        object *name = str_slice(vm, path, from, k);
        if (name)
            str_intern_in_place(vm, &name);
        object *next = name ? vm_getattr(vm, o, name) : NULL;
        vm_release_maybe(vm, name);
        vm_release(vm, o);
        o = next;
        from = k + 1;
    }
    return o;
}

CALL(attrgetter_call)
{
    return one(vm, "attrgetter", nargs, kwnames)
               ? get_all(vm, self, args[0], get_dotted)
               : NULL;
}

GETTER_SPEC(attrgetter, "attrgetter(attr, ...) --> attrgetter object\n\n"
                        "A callable that gets attributes from its argument.")

/* ---- methodcaller -------------------------------------------------------- */

struct caller {
    struct heap_node node;
    object *name, *args, *keywords; /* str, tuple, dict or NULL */
};

static struct caller *caller_of(object *o)
{
    return (struct caller *)o;
}

static object *keyword_dict(struct vm *vm, object *const *values,
                            object *kwnames)
{
    object *dict = dict_new(vm);
    for (size_t k = 0; dict && k < tuple_length(kwnames); k++)
        if (!dict_set(vm, dict, tuple_items(kwnames)[k], values[k]))
            heap_store(vm->heap, &dict, NULL);
    return dict;
}

NEW(methodcaller_new)
{
    bool named = kwnames && tuple_length(kwnames);
    if (nargs < 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "methodcaller needs at least one argument, the method "
                        "name");
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "method name must be a string");
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    struct caller *c = caller_of(o);
    c->name = heap_retain(args[0]);
    if (vm_is(c->name, TYPE_STR))
        str_intern_in_place(vm, &c->name);
    c->args = tuple_from(vm, args + 1, nargs - 1);
    if (c->args && named)
        c->keywords = keyword_dict(vm, args + nargs, kwnames);
    if (c->args && (c->keywords || !named))
        return o;
    vm_release(vm, o);
    return NULL;
}

CALL(methodcaller_call)
{
    struct caller *c = caller_of(self);
    if (!one(vm, "methodcaller", nargs, kwnames))
        return NULL;
    object *method = vm_getattr(vm, args[0], c->name);
    object *r = method ? vm_call_ex(vm, method, c->args, c->keywords) : NULL;
    vm_release_maybe(vm, method);
    return r;
}

static bool add_keywords(struct vm *vm, struct str_builder *b,
                         object *keywords)
{
    object *name, *value;
    size_t pos = 0;
    while (keywords && dict_next(keywords, &pos, &name, &value)) {
        object *text = str_format(vm, ", %U=%R", name, value);
        if (!text)
            return false;
        str_builder_str(b, text);
        vm_release(vm, text);
    }
    return true;
}

static object *methodcaller_repr(struct vm *vm, object *self)
{
    struct caller *c = caller_of(self);
    struct str_builder b;
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL
                          : str_format(vm, "%s(...)", type_name_of(vm, self));
    object *name = vm_repr(vm, c->name);
    str_builder_init(&b, vm);
    str_builder_ascii(&b, type_name_of(vm, self));
    str_builder_char(&b, '(');
    if (name)
        str_builder_str(&b, name);
    if (name && tuple_length(c->args))
        str_builder_ascii(&b, ", ");
    bool ok = name && add_reprs(vm, &b, c->args, 0) &&
              add_keywords(vm, &b, c->keywords);
    str_builder_char(&b, ')');
    vm_release_maybe(vm, name);
    repr_leave(vm, self);
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

/* functools.partial(methodcaller, name, **keywords) */
static object *partial_of(struct vm *vm, object *self)
{
    struct caller *c = caller_of(self);
    object *title = str_intern(vm, "functools");
    object *module = title ? import_module(vm, title) : NULL;
    object *partial = module ? vm_getattr_str(vm, module, "partial") : NULL;
    object *in = partial ? tuple_pack(vm, 2,
                                      type_as_object(vm_type_of(vm, self)),
                                      c->name)
                         : NULL;
    object *r = in ? vm_call_ex(vm, partial, in, c->keywords) : NULL;
    vm_release_maybe(vm, in);
    vm_release_maybe(vm, partial);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, title);
    return r;
}

/* (name, *args) */
static object *name_and_args(struct vm *vm, const struct caller *c)
{
    size_t n = tuple_length(c->args);
    object *all = tuple_new(vm, n + 1);
    for (size_t k = 0; all && k <= n; k++)
        tuple_items(all)[k] =
            heap_retain(k ? tuple_items(c->args)[k - 1] : c->name);
    return all;
}

CALL(methodcaller_reduce)
{
    struct caller *c = caller_of(self);
    UNUSED;
    object *make = c->keywords
                       ? partial_of(vm, self)
                       : heap_retain(type_as_object(vm_type_of(vm, self)));
    object *in = !make         ? NULL
                 : c->keywords ? heap_retain(c->args)
                               : name_and_args(vm, c);
    object *r = in ? tuple_pack(vm, 2, make, in) : NULL;
    vm_release_maybe(vm, make);
    vm_release_maybe(vm, in);
    return r;
}

static const struct heap_field caller_fields[] = {
    {"name", offsetof(struct caller, name)},
    {"args", offsetof(struct caller, args)},
    {"keywords", offsetof(struct caller, keywords)},
};

static const struct method_def caller_methods[] = {
    {"__reduce__", methodcaller_reduce, METHOD_NOARGS,
     "Return state information for pickling"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec operator_methodcaller_spec = {
    .name = "operator.methodcaller",
    .layout = {.size = sizeof(struct caller),
               .flags = HEAP_CONTAINER,
               .fields = caller_fields,
               .field_count = 3},
    .slots = {.new_ = methodcaller_new,
              .call = methodcaller_call,
              .repr = methodcaller_repr},
    .methods = caller_methods,
    .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
           "A callable that calls a method of its argument.",
};
