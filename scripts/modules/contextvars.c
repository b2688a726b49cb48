/*
 * _contextvars: contexts, their variables and tokens.
 *
 * A context is a dict from variable to value, copied when it is; the current
 * one is kept for the vm and made when first asked for.  A context entered
 * knows the one before it.
 */
#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

struct context {
    struct heap_node node;
    object *values, *previous; /* previous: while entered, or NULL */
    bool entered;
};

struct variable {
    struct heap_node node;
    object *name, *fallback; /* fallback: or NULL */
};

struct token {
    struct heap_node node;
    object *context, *variable, *old; /* old: NULL, there was none */
    bool used;
};

static const struct type_spec context_spec, variable_spec, token_spec,
    missing_spec;

static struct context *context_of(object *o)
{
    return (struct context *)o;
}

static struct variable *variable_of(object *o)
{
    return (struct variable *)o;
}

static struct token *token_of(object *o)
{
    return (struct token *)o;
}

/* ---- contexts ------------------------------------------------------------ */

static object *context_make(struct vm *vm, object *stolen_values)
{
    struct type_object *type =
        stolen_values ? native_type(vm, &context_spec) : NULL;
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o)
        context_of(o)->values = stolen_values;
    else
        vm_release_maybe(vm, stolen_values);
    return o;
}

static const char current_key;

/* Where the current context is; NULL: pending. */
static object **current(struct vm *vm)
{
    object **slot = native_slot(vm, &current_key);
    if (!slot || *slot)
        return slot;
    object *fresh = context_make(vm, dict_new(vm));
    slot = fresh ? native_slot(vm, &current_key) : NULL;
    if (slot)
        *slot = fresh;
    return slot;
}

static object *context_new(struct vm *vm, struct type_object *type,
                           object *const *args, size_t nargs, object *kwnames)
{
    (void)type, (void)args;
    if (nargs || (kwnames && vm_length(vm, kwnames)))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "Context() does not accept any arguments");
    return context_make(vm, dict_new(vm));
}

static bool is_key(struct vm *vm, object *o)
{
    if (native_is(vm, o, &variable_spec))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "a ContextVar key was expected, got %R", o);
    return false;
}

static object *context_subscript(struct vm *vm, object *self, object *key)
{
    object *value;
    int found = is_key(vm, key) ? dict_find(vm, context_of(self)->values, key,
                                            &value)
                                : -1;
    if (found > 0)
        return heap_retain(value);
    return found ? NULL : vm_raise_object(vm, EXC_KEY_ERROR, key);
}

static int context_contains(struct vm *vm, object *self, object *key)
{
    object *value;
    return is_key(vm, key)
               ? dict_find(vm, context_of(self)->values, key, &value)
               : -1;
}

static ptrdiff_t context_length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)dict_length(context_of(self)->values);
}

static object *context_iter(struct vm *vm, object *self)
{
    return vm_iter(vm, context_of(self)->values);
}

static object *context_compare(struct vm *vm, object *self, object *other,
                               enum vm_compare op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !native_is(vm, other, &context_spec))
        return heap_retain(vm->not_implemented);
    return vm_compare(vm, context_of(self)->values, context_of(other)->values,
                      op);
}

METHOD(context_get)
{
    object *value;
    (void)kwnames;
    if (!args_between(vm, "get", nargs, 1, 2) || !is_key(vm, args[0]))
        return NULL;
    int found = dict_find(vm, context_of(self)->values, args[0], &value);
    if (found < 0)
        return NULL;
    return heap_retain(found ? value : nargs > 1 ? args[1] : vm->none);
}

/* A copy's keys(), values() or items(): the context may change meanwhile. */
static object *view(struct vm *vm, object *self, const char *name)
{
    object *copy = dict_copy(vm, context_of(self)->values);
    object *method = copy ? vm_getattr_str(vm, copy, name) : NULL;
    object *r = method ? vm_call0(vm, method) : NULL;
    object *it = r ? vm_iter(vm, r) : NULL;
    vm_release_maybe(vm, copy);
    vm_release_maybe(vm, method);
    vm_release_maybe(vm, r);
    return it;
}

METHOD(context_keys)
{
    UNUSED;
    return view(vm, self, "keys");
}

METHOD(context_values)
{
    UNUSED;
    return view(vm, self, "values");
}

METHOD(context_items)
{
    UNUSED;
    return view(vm, self, "items");
}

METHOD(context_copy)
{
    UNUSED;
    return context_make(vm, dict_copy(vm, context_of(self)->values));
}

METHOD(context_run)
{
    struct context *c = context_of(self);
    if (nargs < 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "run() missing 1 required positional argument");
    if (c->entered)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot enter context: %R is already entered", self);
    object **slot = current(vm);
    if (!slot)
        return NULL;
    c->previous = *slot;
    *slot = heap_retain(self);
    c->entered = true;
    object *r = vm_call(vm, args[0], args + 1, nargs - 1, kwnames);
    c->entered = false;
    slot = current(vm);
    heap_store(vm->heap, slot, c->previous);
    c->previous = NULL;
    return r;
}

static const struct heap_field context_fields[] = {
    {"values", offsetof(struct context, values)},
    {"previous", offsetof(struct context, previous)},
};

static const struct method_def context_methods[] = {
    {"get", context_get, METHOD_ARGS,
     "get($self, key, default=None, /)\n--\n\n"},
    {"items", context_items, METHOD_NOARGS, "items($self, /)\n--\n\n"},
    {"keys", context_keys, METHOD_NOARGS, "keys($self, /)\n--\n\n"},
    {"values", context_values, METHOD_NOARGS, "values($self, /)\n--\n\n"},
    {"copy", context_copy, METHOD_NOARGS, "copy($self, /)\n--\n\n"},
    {"run", context_run, METHOD_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct type_spec context_spec = {
    .name = "_contextvars.Context",
    .layout = {.size = sizeof(struct context),
               .flags = HEAP_CONTAINER,
               .fields = context_fields,
               .field_count = 2},
    .weakly = true,
    .slots = {.new_ = context_new,
              .subscript = context_subscript,
              .contains = context_contains,
              .length = context_length,
              .iter = context_iter,
              .compare = context_compare},
    .methods = context_methods,
};

/* ---- variables ----------------------------------------------------------- */

static object *variable_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "default", NULL};
    static const struct arg_spec spec = {"ContextVar", names, 1, 1, 1};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    if (!(vm_type_of(vm, in[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "context variable name must be a str");
    object *o = type_alloc(vm, type, 0);
    if (o) {
        variable_of(o)->name = heap_retain(in[0]);
        variable_of(o)->fallback = heap_retain_maybe(in[1]);
    }
    return o;
}

METHOD(variable_get)
{
    object *value, **slot = current(vm);
    (void)kwnames;
    if (!slot || !args_between(vm, "get", nargs, 0, 1))
        return NULL;
    int found = dict_find(vm, context_of(*slot)->values, self, &value);
    if (found < 0)
        return NULL;
    if (!found)
        value = nargs ? args[0] : variable_of(self)->fallback;
    return value ? heap_retain(value)
                 : vm_raise_object(vm, EXC_LOOKUP_ERROR, self);
}

METHOD(variable_set)
{
    object *old = NULL, **slot = current(vm);
    UNUSED;
    struct type_object *type = slot ? native_type(vm, &token_spec) : NULL;
    object *token = type ? type_alloc(vm, type, 0) : NULL;
    if (!token)
        return NULL;
    slot = current(vm);
    object *values = context_of(*slot)->values;
    if (dict_find(vm, values, self, &old) > 0)
        token_of(token)->old = heap_retain(old);
    token_of(token)->context = heap_retain(*slot);
    token_of(token)->variable = heap_retain(self);
    if (dict_set(vm, values, self, args[0]))
        return token;
    vm_release(vm, token);
    return NULL;
}

METHOD(variable_reset)
{
    object **slot = current(vm);
    UNUSED;
    if (!slot)
        return NULL;
    if (!native_is(vm, args[0], &token_spec))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "expected an instance of Token, got %R", args[0]);
    struct token *t = token_of(args[0]);
    if (t->used)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "%R has already been used once", args[0]);
    if (t->variable != self)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "%R was created by a different ContextVar", args[0]);
    if (t->context != *slot)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "%R was created in a different Context", args[0]);
    t->used = true;
    object *values = context_of(*slot)->values;
    bool ok = t->old ? dict_set(vm, values, self, t->old)
                     : dict_delete(vm, values, self) >= 0;
    return ok ? vm_none(vm) : NULL;
}

static object *variable_repr(struct vm *vm, object *self)
{
    struct variable *v = variable_of(self);
    if (v->fallback)
        return str_format(vm, "<ContextVar name=%R default=%R at %p>", v->name,
                          v->fallback, (void *)self);
    return str_format(vm, "<ContextVar name=%R at %p>", v->name,
                      (void *)self);
}

static const struct heap_field variable_fields[] = {
    {"name", offsetof(struct variable, name)},
    {"default", offsetof(struct variable, fallback)},
};

static const struct method_def variable_methods[] = {
    {"get", variable_get, METHOD_ARGS,
     "get($self, default=<unrepresentable>, /)\n--\n\n"
     "The variable's value in the current context."},
    {"set", variable_set, METHOD_ONE,
     "set($self, value, /)\n--\n\nGive the variable a value."},
    {"reset", variable_reset, METHOD_ONE,
     "reset($self, token, /)\n--\n\nUndo the set() that gave the token."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def variable_members[] = {
    {"name", MEMBER_OBJECT, offsetof(struct variable, name), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct type_spec variable_spec = {
    .name = "_contextvars.ContextVar",
    .layout = {.size = sizeof(struct variable),
               .flags = HEAP_CONTAINER,
               .fields = variable_fields,
               .field_count = 2},
    .slots = {.new_ = variable_new, .repr = variable_repr},
    .methods = variable_methods,
    .members = variable_members,
};

/* ---- tokens -------------------------------------------------------------- */

static const char missing_key;

static object *missing(struct vm *vm)
{
    object **slot = native_slot(vm, &missing_key);
    if (!slot || *slot)
        return slot ? heap_retain(*slot) : NULL;
    struct type_object *type = native_type(vm, &missing_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    slot = o ? native_slot(vm, &missing_key) : NULL;
    if (slot)
        *slot = heap_retain(o);
    return o;
}

static object *missing_repr(struct vm *vm, object *self)
{
    (void)self;
    return str_from(vm, "<Token.MISSING>");
}

static const struct type_spec missing_spec = {
    .name = "Token.MISSING",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(object)},
    .slots = {.repr = missing_repr},
};

static object *token_new(struct vm *vm, struct type_object *type,
                         object *const *args, size_t nargs, object *kwnames)
{
    (void)type, (void)args, (void)nargs, (void)kwnames;
    return vm_raise(vm, EXC_RUNTIME_ERROR,
                    "Tokens can only be created by ContextVars");
}

static object *token_repr(struct vm *vm, object *self)
{
    struct token *t = token_of(self);
    return str_format(vm, "<Token%s var=%R at %p>", t->used ? " used" : "",
                      t->variable, (void *)self);
}

static object *get_old(struct vm *vm, object *self, const void *data)
{
    object *old = token_of(self)->old;
    (void)data;
    return old ? heap_retain(old) : missing(vm);
}

static const struct heap_field token_fields[] = {
    {"context", offsetof(struct token, context)},
    {"var", offsetof(struct token, variable)},
    {"old_value", offsetof(struct token, old)},
};

static const struct method_def token_methods[] = {
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def token_members[] = {
    {"var", MEMBER_OBJECT, offsetof(struct token, variable), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def token_getsets[] = {
    {"old_value", get_old, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct type_spec token_spec = {
    .name = "_contextvars.Token",
    .layout = {.size = sizeof(struct token),
               .flags = HEAP_CONTAINER,
               .fields = token_fields,
               .field_count = 3},
    .slots = {.new_ = token_new, .repr = token_repr},
    .methods = token_methods,
    .members = token_members,
    .getsets = token_getsets,
};

/* ---- the module ---------------------------------------------------------- */

METHOD(copy_context)
{
    object **slot = current(vm);
    UNUSED;
    return slot ? context_make(vm, dict_copy(vm, context_of(*slot)->values))
                : NULL;
}

static const struct method_def functions[] = {
    {"copy_context", copy_context, METHOD_NOARGS,
     "copy_context($module, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool contextvars_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {
        &context_spec, &variable_spec, &token_spec, NULL};
    struct type_object *token = native_type(vm, &token_spec);
    object *none_yet = token ? missing(vm) : NULL;
    bool ok = none_yet && dict_set_c(vm, token->dict, "MISSING", none_yet);
    vm_release_maybe(vm, none_yet);
    if (ok)
        type_changed(vm, token);
    return ok && module_add_functions(vm, module, functions) &&
           native_add_types(vm, module, specs);
}
