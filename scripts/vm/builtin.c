/*
 * Built-in functions and the checking of arguments in C.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/gather.h"
#include "scripts/vm/function.h"

#define FIELD(field) {#field, offsetof(struct builtin_function, field)}

/* ---- checks -------------------------------------------------------------- */

bool args_no_keywords(struct vm *vm, const char *name, object *kwnames)
{
    if (!kwnames || tuple_length(kwnames) == 0)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s() takes no keyword arguments", name);
    return false;
}

bool args_none(struct vm *vm, const char *name, size_t nargs, object *kwnames)
{
    if (!args_no_keywords(vm, name, kwnames))
        return false;
    if (nargs == 0)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s() takes no arguments (%zu given)", name,
             nargs);
    return false;
}

bool args_between(struct vm *vm, const char *name, size_t nargs, size_t min,
                  size_t max)
{
    size_t bound = nargs < min ? min : max;
    if (nargs >= min && nargs <= max)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "%s expected %s%zu argument%s, got %zu", name,
             min == max    ? ""
             : nargs < min ? "at least "
                           : "at most ",
             bound, bound == 1 ? "" : "s", nargs);
    return false;
}

/* ---- keywords, as CPython's Argument Clinic ------------------------------ */

static size_t count_names(const struct arg_spec *spec)
{
    size_t n = 0;
    while (spec->names[n])
        n++;
    return n;
}

/* How messages name a function; one that CPython does not name: `unnamed`. */
static const char *shown_name(const struct arg_spec *spec, const char *unnamed)
{
    return spec->function ? spec->function : unnamed;
}

static const char *shown_call(const struct arg_spec *spec)
{
    return spec->function ? "()" : "";
}

static bool bind_too_many(struct vm *vm, const struct arg_spec *spec,
                          size_t names, size_t given, size_t nargs)
{
    bool all = given > names;
    size_t most = all ? names : spec->positional;
    size_t least = spec->required < most ? spec->required : most;
    if (!all && most == 0)
        vm_raise(vm, EXC_TYPE_ERROR, "%s() takes no positional arguments",
                 spec->function);
    else if (all)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s%s takes %s %zu %sargument%s (%zu given)",
                 shown_name(spec, "function"), shown_call(spec),
                 spec->required < names ? "at most" : "exactly", names,
                 nargs == 0 ? "keyword " : "", names == 1 ? "" : "s", given);
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes %s %zu positional argument%s (%zu given)",
                 spec->function, least < most ? "at most" : "exactly", most,
                 most == 1 ? "" : "s", nargs);
    return false;
}

/* Which parameter a keyword names; `names`: none. */
static size_t find_keyword(const struct arg_spec *spec, size_t names,
                           const object *name)
{
    size_t k = spec->posonly;
    while (k < names && !str_equal_ascii(name, spec->names[k]))
        k++;
    return k;
}

static bool bind_wrong_keyword(struct vm *vm, const struct arg_spec *spec,
                               size_t k, size_t names, object *name)
{
    if (k == names)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'%S' is an invalid keyword argument for %s%s", name,
                 shown_name(spec, "this function"), shown_call(spec));
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "argument for %s() given by name ('%s') and position (%zu)",
                 spec->function, spec->names[k], k + 1);
    return false;
}

static bool bind_missing(struct vm *vm, const struct arg_spec *spec, size_t k,
                         size_t nargs)
{
    if (k < spec->posonly) {
        size_t least = spec->required < spec->posonly ? spec->required
                                                      : spec->posonly;
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes %s %zu positional argument%s (%zu given)",
                 spec->function,
                 spec->required < spec->positional ? "at least" : "exactly",
                 least, least == 1 ? "" : "s", nargs);
    } else {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() missing required argument '%s' (pos %zu)",
                 spec->function, spec->names[k], k + 1);
    }
    return false;
}

bool args_bind_bare(struct vm *vm, const struct arg_spec *spec,
                    object *const *args, size_t nargs, object *kwnames,
                    object **out)
{
    size_t names = count_names(spec);
    size_t named = kwnames ? tuple_length(kwnames) : 0;
    size_t wrong = named, place = 0;
    memset(out, 0, names * sizeof *out);
    if (nargs + named > names || nargs > spec->positional)
        return bind_too_many(vm, spec, names, nargs + named, nargs);
    for (size_t k = 0; k < nargs; k++)
        out[k] = args[k];
    for (size_t k = 0; k < named; k++) {
        size_t to = find_keyword(spec, names, tuple_items(kwnames)[k]);
        if (to < names && !out[to]) {
            out[to] = args[nargs + k];
        } else if (wrong == named) {
            wrong = k;
            place = to;
        }
    }
    for (size_t k = 0; k < spec->required; k++)
        if (!out[k])
            return bind_missing(vm, spec, k, nargs);
    return wrong == named || bind_wrong_keyword(vm, spec, place, names,
                                                tuple_items(kwnames)[wrong]);
}

bool args_bind(struct vm *vm, const struct arg_spec *spec, object *const *args,
               size_t nargs, object *kwnames, object **out)
{
    if (kwnames && tuple_length(kwnames) && spec->names[spec->posonly])
        gather_names(vm, spec, count_names(spec) - spec->posonly);
    return args_bind_bare(vm, spec, args, nargs, kwnames, out);
}

/* ---- the object ---------------------------------------------------------- */

object *builtin_new(struct vm *vm, const struct method_def *def, object *self,
                    object *module)
{
    const struct heap_type *type = &vm->types[TYPE_BUILTIN_FUNCTION]->layout;
    struct builtin_function *f =
        (struct builtin_function *)heap_alloc(vm->heap, type, 0);
    if (!f)
        return vm_raise_no_memory(vm);
    f->def = def;
    f->self = heap_retain_maybe(self);
    f->module = heap_retain_maybe(module);
    heap_track(vm->heap, &f->node.base);
    return &f->node.base;
}

static object *wrong_count(struct vm *vm, const struct method_def *def,
                           const char *type_name, const char *takes,
                           size_t nargs)
{
    return vm_raise(vm, EXC_TYPE_ERROR, "%s%s%s() takes %s (%zu given)",
                    type_name ? type_name : "", type_name ? "." : "",
                    def->name, takes, nargs);
}

object *builtin_call(struct vm *vm, const struct method_def *def,
                     const char *type_name, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    unsigned kind = def->kind & (METHOD_CLASS - 1);
    if (kind != METHOD_KEYWORDS && kwnames && tuple_length(kwnames) > 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s%s%s() takes no keyword arguments",
                        type_name ? type_name : "", type_name ? "." : "",
                        def->name);
    if (kind == METHOD_NOARGS && nargs != 0)
        return wrong_count(vm, def, type_name, "no arguments", nargs);
    if (kind == METHOD_ONE && nargs != 1)
        return wrong_count(vm, def, type_name, "exactly one argument", nargs);
    return def->fn(vm, self, args, nargs, kwnames);
}

static bool is_module(const object *o)
{
    return !o || vm_is(o, TYPE_MODULE);
}

/* Will the number and kind of arguments be refused? */
static bool is_refused(const struct method_def *def, size_t nargs,
                       object *kwnames)
{
    unsigned kind = def->kind & (METHOD_CLASS - 1);
    if (kind == METHOD_KEYWORDS)
        return false;
    return (kwnames && tuple_length(kwnames) > 0) ||
           (kind == METHOD_NOARGS && nargs != 0) ||
           (kind == METHOD_ONE && nargs != 1);
}

/* What errors call a module's function or a method of a class by: the module
 * or the path of the class, borrowed, or NULL. */
static object *owner_name(const struct builtin_function *f)
{
    if (!is_module(f->self))
        return type_object_of(f->self)->qualname;
    return f->module && vm_is(f->module, TYPE_STR) &&
                   !str_equal_ascii(f->module, "builtins")
               ? f->module
               : NULL;
}

static bool is_method_of_class(const struct vm *vm, const object *self)
{
    return vm_type_of(vm, self)->flags & TYPE_TYPE_SUBCLASS;
}

static object *refuse(struct vm *vm, struct builtin_function *f,
                      object *const *args, size_t nargs, object *kwnames)
{
    object *named = owner_name(f);
    char *prefix = named ? str_dup_utf8(vm, named) : NULL;
    object *r = NULL;
    if (prefix || !named)
        r = builtin_call(vm, f->def, prefix, f->self, args, nargs, kwnames);
    free(prefix);
    return r;
}

/* What errors call a type's methods by: its name without the module. */
const char *builtin_prefix(const struct type_object *type)
{
    const char *name = type_name(type), *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static object *call_slot(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct builtin_function *f = builtin_of(self);
    const char *prefix = NULL;
    if ((is_module(f->self) || is_method_of_class(vm, f->self)) &&
        is_refused(f->def, nargs, kwnames))
        return refuse(vm, f, args, nargs, kwnames);
    if (!is_module(f->self))
        prefix = builtin_prefix(vm_type_of(vm, f->self));
    return builtin_call(vm, f->def, prefix, f->self, args, nargs, kwnames);
}

static object *repr_slot(struct vm *vm, object *self)
{
    struct builtin_function *f = builtin_of(self);
    if (is_module(f->self))
        return str_format(vm, "<built-in function %s>", f->def->name);
    return str_format(vm, "<built-in method %s of %T object at %p>",
                      f->def->name, f->self, (void *)f->self);
}

static object *compare_slot(struct vm *vm, object *a, object *b,
                            enum vm_compare op)
{
    bool equal;
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !vm_is(a, TYPE_BUILTIN_FUNCTION) || !vm_is(b, TYPE_BUILTIN_FUNCTION))
        return heap_retain(vm->not_implemented);
    equal = builtin_of(a)->self == builtin_of(b)->self &&
            builtin_of(a)->def->fn == builtin_of(b)->def->fn;
    return vm_bool(vm, equal == (op == COMPARE_EQ));
}

static bool hash_slot(struct vm *vm, object *self, int64_t *out)
{
    uint64_t a = (uint64_t)(uintptr_t)builtin_of(self)->self;
    uint64_t b = (uint64_t)(uintptr_t)builtin_of(self)->def->fn;
    (void)vm;
    *out = (int64_t)((a >> 4 | a << 60) ^ (b >> 4 | b << 60));
    if (*out == -1)
        *out = -2;
    return true;
}

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_intern(vm, builtin_of(self)->def->name);
}

static object *get_qualname(struct vm *vm, object *self, const void *data)
{
    struct builtin_function *f = builtin_of(self);
    struct type_object *type;
    (void)data;
    if (is_module(f->self))
        return get_name(vm, self, NULL);
    type = vm_type_of(vm, f->self);
    if (type->flags & TYPE_TYPE_SUBCLASS)
        type = type_object_of(f->self);
    return str_format(vm, "%U.%s", type->qualname, f->def->name);
}

static object *get_self(struct vm *vm, object *self, const void *data)
{
    struct builtin_function *f = builtin_of(self);
    (void)data;
    return heap_retain(f->self ? f->self : vm->none);
}

/* The text behind the signature of a docstring. */
static const char *plain_doc(const char *doc)
{
    const char *end = doc ? strstr(doc, "--\n\n") : NULL;
    return end ? end + 4 : doc;
}

static object *get_doc(struct vm *vm, object *self, const void *data)
{
    const char *doc = plain_doc(builtin_of(self)->def->doc);
    (void)data;
    return doc ? str_from(vm, doc) : vm_none(vm);
}

static object *get_signature(struct vm *vm, object *self, const void *data)
{
    const char *doc = builtin_of(self)->def->doc, *end, *start;
    (void)data;
    if (!doc || !(end = strstr(doc, "\n--\n\n")) || !(start = strchr(doc, '(')))
        return vm_none(vm);
    return str_new(vm, start, (size_t)(end - start));
}

/* A function of a module by its name, a method by getattr(). */
static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct builtin_function *f = builtin_of(self);
    (void)args, (void)nargs, (void)kwnames;
    if (is_module(f->self))
        return str_from(vm, f->def->name);
    object *getattr = dict_get_c_peek(vm, vm->builtins, "getattr");
    object *name = getattr ? str_from(vm, f->def->name) : NULL;
    object *pair = name ? tuple_pack(vm, 2, f->self, name) : NULL;
    object *result = pair ? tuple_pack(vm, 2, getattr, pair) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, pair);
    return getattr ? result : vm_raise(vm, EXC_ATTRIBUTE_ERROR, "getattr");
}

static const struct method_def methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {0},
};

static const struct getset_def getsets[] = {
    {"__name__", get_name, NULL, NULL, NULL},
    {"__qualname__", get_qualname, NULL, NULL, NULL},
    {"__self__", get_self, NULL, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL, NULL},
    {"__text_signature__", get_signature, NULL, NULL, NULL},
    {0},
};

static const struct member_def members[] = {
    {"__module__", MEMBER_OBJECT, offsetof(struct builtin_function, module),
     false, NULL},
    {0},
};

static const struct heap_field fields[] = {FIELD(self), FIELD(module)};

const struct type_spec builtin_function_spec = {
    .name = "builtin_function_or_method",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct builtin_function),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields},
    .weakly = true,
    .slots = {.repr = repr_slot,
              .call = call_slot,
              .compare = compare_slot,
              .hash = hash_slot},
    .methods = methods,
    .getsets = getsets,
    .members = members,
};
