/*
 * Functions of scripts, bound methods, cells: their types.
 */
#include "scripts/vm/function.h"

#include <stdlib.h>

#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/loop.h"

#define FIELD(type, field) {#field, offsetof(struct type, field)}
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* ---- making -------------------------------------------------------------------- */

/* The builtins of a namespace: its __builtins__, a module or a dict, else the
 * machine's.  New. */
static object *builtins_of(struct vm *vm, object *globals)
{
    object *found = NULL;
    if (vm_type_of(vm, globals)->flags & TYPE_DICT_SUBCLASS &&
        dict_find(vm, globals, vm->name[NAME_dunder_builtins], &found) < 0)
        return NULL;
    if (found && vm_is(found, TYPE_MODULE))
        found = module_dict(found);
    return heap_retain(found ? found : vm->builtins);
}

object *function_new(struct vm *vm, object *code_object, object *globals,
                     object *qualname)
{
    struct code *code = (struct code *)code_object;
    const struct heap_type *type = &vm->types[TYPE_FUNCTION]->layout;
    object *builtins = builtins_of(vm, globals), *module = NULL;
    struct function_object *f;
    if (!builtins)
        return NULL;
    f = (struct function_object *)heap_alloc(vm->heap, type, 0);
    if (!f) {
        vm_release(vm, builtins);
        return vm_raise_no_memory(vm);
    }
    f->code = (struct code *)heap_retain(code_object);
    f->globals = heap_retain(globals);
    f->builtins = builtins;
    f->name = heap_retain(code->name);
    f->qualname = heap_retain(qualname ? qualname : code->qualname);
    if (code->const_count && vm_is(code->consts[0], TYPE_STR))
        f->doc = heap_retain(code->consts[0]);
    else
        f->doc = vm_none(vm);
    if (vm_is(globals, TYPE_DICT))
        module = dict_get_str_peek(vm, globals, vm->name[NAME_dunder_name]);
    f->module = heap_retain_maybe(module);
    heap_track(vm->heap, &f->node.base);
    return &f->node.base;
}

object *method_new(struct vm *vm, object *func, object *self)
{
    const struct heap_type *type = &vm->types[TYPE_METHOD]->layout;
    struct method_object *m =
        (struct method_object *)heap_alloc(vm->heap, type, 0);
    if (!m)
        return vm_raise_no_memory(vm);
    m->func = heap_retain(func);
    m->self = heap_retain(self);
    heap_track(vm->heap, &m->node.base);
    return &m->node.base;
}

object *cell_new(struct vm *vm, object *value)
{
    const struct heap_type *type = &vm->types[TYPE_CELL]->layout;
    struct cell_object *c =
        (struct cell_object *)heap_alloc(vm->heap, type, 0);
    if (!c)
        return vm_raise_no_memory(vm);
    c->value = heap_retain_maybe(value);
    heap_track(vm->heap, &c->node.base);
    return &c->node.base;
}

/* ---- function: attributes -------------------------------------------------------- */

static object *function_code(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(&function_of(self)->code->base);
}

static bool function_set_code(struct vm *vm, object *self, object *value,
                              const void *data)
{
    struct function_object *f = function_of(self);
    struct code *code = (struct code *)value, *old = f->code;
    size_t cells = f->closure ? tuple_length(f->closure) : 0;
    (void)data;
    if (!value || !vm_is(value, TYPE_CODE)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__code__ must be set to a code object");
        return false;
    }
    if (code->free_count != cells) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "%U() requires a code object with %zu free vars, not %zu",
                 f->name, cells, (size_t)code->free_count);
        return false;
    }
    f->code = (struct code *)heap_retain(value);
    vm_release(vm, &old->base);
    return true;
}

static bool set_text(struct vm *vm, object **field, object *value,
                     const char *name)
{
    if (!value || !(vm_type_of(vm, value)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "%s must be set to a string object",
                 name);
        return false;
    }
    heap_store(vm->heap, field, heap_retain(value));
    return true;
}

static object *function_name(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(function_of(self)->name);
}

static bool function_set_name(struct vm *vm, object *self, object *value,
                              const void *data)
{
    (void)data;
    return set_text(vm, &function_of(self)->name, value, "__name__");
}

static object *function_qualname(struct vm *vm, object *self,
                                 const void *data)
{
    (void)vm, (void)data;
    return heap_retain(function_of(self)->qualname);
}

static bool function_set_qualname(struct vm *vm, object *self, object *value,
                                  const void *data)
{
    (void)data;
    return set_text(vm, &function_of(self)->qualname, value, "__qualname__");
}

/* A field that is NULL or of a type, None standing for NULL. */
static bool set_typed(struct vm *vm, object **field, object *value,
                      unsigned flag, const char *error)
{
    if (value == vm->none)
        value = NULL;
    if (value && !(vm_type_of(vm, value)->flags & flag)) {
        vm_raise(vm, EXC_TYPE_ERROR, "%s", error);
        return false;
    }
    heap_store(vm->heap, field, heap_retain_maybe(value));
    return true;
}

static object *or_none(struct vm *vm, object *o)
{
    return heap_retain(o ? o : vm->none);
}

static object *function_defaults(struct vm *vm, object *self,
                                 const void *data)
{
    (void)data;
    return or_none(vm, function_of(self)->defaults);
}

static bool function_set_defaults(struct vm *vm, object *self, object *value,
                                  const void *data)
{
    (void)data;
    return set_typed(vm, &function_of(self)->defaults, value,
                     TYPE_TUPLE_SUBCLASS,
                     "__defaults__ must be set to a tuple object");
}

static object *function_kwdefaults(struct vm *vm, object *self,
                                   const void *data)
{
    (void)data;
    return or_none(vm, function_of(self)->kwdefaults);
}

static bool function_set_kwdefaults(struct vm *vm, object *self,
                                    object *value, const void *data)
{
    (void)data;
    return set_typed(vm, &function_of(self)->kwdefaults, value,
                     TYPE_DICT_SUBCLASS,
                     "__kwdefaults__ must be set to a dict object");
}

/* The compiler hands annotations over as a tuple: name, value, name ... */
static bool spread_annotations(struct vm *vm, struct function_object *f)
{
    object *pairs = f->annotations, *dict = dict_new(vm);
    if (!dict)
        return false;
    if (pairs && vm_is(pairs, TYPE_TUPLE)) {
        object **item = tuple_items(pairs);
        for (size_t k = 0; k + 1 < tuple_length(pairs); k += 2)
            if (!dict_set(vm, dict, item[k], item[k + 1])) {
                vm_release(vm, dict);
                return false;
            }
    }
    heap_store(vm->heap, &f->annotations, dict);
    return true;
}

static object *function_annotations(struct vm *vm, object *self,
                                    const void *data)
{
    struct function_object *f = function_of(self);
    (void)data;
    if ((!f->annotations || vm_is(f->annotations, TYPE_TUPLE)) &&
        !spread_annotations(vm, f))
        return NULL;
    return heap_retain(f->annotations);
}

static bool function_set_annotations(struct vm *vm, object *self,
                                     object *value, const void *data)
{
    (void)data;
    return set_typed(vm, &function_of(self)->annotations, value,
                     TYPE_DICT_SUBCLASS,
                     "__annotations__ must be set to a dict object");
}

static object *function_get_dict(struct vm *vm, object *self,
                                 const void *data)
{
    struct function_object *f = function_of(self);
    (void)data;
    if (!f->dict && !(f->dict = dict_new(vm)))
        return NULL;
    return heap_retain(f->dict);
}

static bool function_set_dict(struct vm *vm, object *self, object *value,
                              const void *data)
{
    (void)data;
    if (!value || !(vm_type_of(vm, value)->flags & TYPE_DICT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 value ? "__dict__ must be set to a dictionary, not a '%T'"
                       : "cannot delete __dict__",
                 value);
        return false;
    }
    heap_store(vm->heap, &function_of(self)->dict, heap_retain(value));
    return true;
}

static const struct getset_def function_getsets[] = {
    {"__code__", function_code, function_set_code, NULL, NULL},
    {"__defaults__", function_defaults, function_set_defaults, NULL, NULL},
    {"__kwdefaults__", function_kwdefaults, function_set_kwdefaults, NULL,
     NULL},
    {"__annotations__", function_annotations, function_set_annotations, NULL,
     NULL},
    {"__dict__", function_get_dict, function_set_dict, NULL, NULL},
    {"__name__", function_name, function_set_name, NULL, NULL},
    {"__qualname__", function_qualname, function_set_qualname, NULL, NULL},
    {0},
};

#define MEMBER(name, type, field, read_only)                                   \
    {name, MEMBER_OBJECT, offsetof(struct type, field), read_only, NULL}

static const struct member_def function_members[] = {
    MEMBER("__closure__", function_object, closure, true),
    MEMBER("__doc__", function_object, doc, false),
    MEMBER("__globals__", function_object, globals, true),
    MEMBER("__builtins__", function_object, builtins, true),
    MEMBER("__module__", function_object, module, false),
    {0},
};

/* In the order in which CPython releases them. */
static const struct heap_field function_fields[] = {
    FIELD(function_object, globals),     FIELD(function_object, builtins),
    FIELD(function_object, module),      FIELD(function_object, defaults),
    FIELD(function_object, kwdefaults),  FIELD(function_object, doc),
    FIELD(function_object, dict),        FIELD(function_object, closure),
    FIELD(function_object, annotations),
};

/* What a function is never without: the collector breaks its cycles by the
 * fields, and a script may find it again meanwhile. */
static const struct heap_field function_needs[] = {
    FIELD(function_object, code),
    FIELD(function_object, name),
    FIELD(function_object, qualname),
};

static object **needed(object *self, size_t i)
{
    return (object **)(void *)((char *)self + function_needs[i].offset);
}

static void function_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    for (size_t i = 0; i < COUNT(function_needs); i++)
        if (*needed(self, i))
            visit(*needed(self, i), arg);
}

static object *function_unlink(heap *h, object *self)
{
    (void)h;
    for (size_t i = 0; i < COUNT(function_needs); i++) {
        object *o = *needed(self, i);
        *needed(self, i) = NULL;
        if (o)
            return o;
    }
    return NULL;
}

static void function_edges(object *self, heap_edge_fn *emit, void *arg)
{
    for (size_t i = 0; i < COUNT(function_needs); i++) {
        struct heap_edge edge = {.kind = HEAP_EDGE_FIELD,
                                 .name = function_needs[i].name,
                                 .referent = *needed(self, i)};
        if (edge.referent)
            emit(&edge, arg);
    }
}

/* Its names may be of a class of the script's: they go, as CPython's do. */
static void function_clear(heap *h, object *self)
{
    struct vm *vm = type_of_layout(heap_type_of(h, self))->vm;
    heap_store(h, &function_of(self)->name, heap_retain(vm->empty_str));
    heap_store(h, &function_of(self)->qualname, heap_retain(vm->empty_str));
}

static object *function_repr(struct vm *vm, object *self)
{
    return str_format(vm, "<function %U at %p>", function_of(self)->qualname,
                      (void *)self);
}

static object *function_bind(struct vm *vm, object *self, object *instance,
                             object *type)
{
    (void)type;
    if (!instance || instance == vm->none)
        return heap_retain(self);
    return method_new(vm, self, instance);
}

const struct type_spec function_spec = {
    .name = "function",
    .flags = TYPE_METHOD_LIKE,
    .layout = {.size = sizeof(struct function_object),
               .flags = HEAP_CONTAINER,
               .fields = function_fields,
               .field_count = COUNT(function_fields),
               .traverse = function_traverse,
               .unlink = function_unlink,
               .edges = function_edges,
               .clear = function_clear},
    .dict_offset = offsetof(struct function_object, dict),
    .weakly = true,
    .slots = {.repr = function_repr,
              .call = function_call,
              .new_ = function_type_new,
              .descr_get = function_bind},
    .getsets = function_getsets,
    .members = function_members,
    .doc = "Create a function object.",
};

/* ---- method ----------------------------------------------------------------------- */

static const struct heap_field method_fields[] = {
    FIELD(method_object, func),
    FIELD(method_object, self),
};

static const struct member_def method_members[] = {
    MEMBER("__func__", method_object, func, true),
    MEMBER("__self__", method_object, self, true),
    {0},
};

static object *method_call(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct method_object *m = method_of(self);
    size_t named = kwnames ? tuple_length(kwnames) : 0;
    object *few[8], **all = few, *result;
    if (nargs + named + 1 > COUNT(few) &&
        !(all = malloc((nargs + named + 1) * sizeof *all)))
        return vm_raise_no_memory(vm);
    all[0] = m->self;
    for (size_t k = 0; k < nargs + named; k++)
        all[k + 1] = args[k];
    result = vm_call(vm, m->func, all, nargs + 1, kwnames);
    if (all != few)
        free(all);
    return result;
}

static object *method_getattr(struct vm *vm, object *self, object *name)
{
    object *own =
        type_lookup_peek(vm, vm_type_of(vm, self), name);
    if (own || vm_pending(vm))
        return vm_pending(vm) ? NULL : vm_generic_getattr(vm, self, name);
    return vm_getattr(vm, method_of(self)->func, name);
}

static object *method_repr(struct vm *vm, object *self)
{
    struct method_object *m = method_of(self);
    object *name = NULL, *text;
    if (!vm_lookup_attr(vm, m->func, vm->name[NAME_dunder_qualname], &name))
        return NULL;
    if (!name &&
        !vm_lookup_attr(vm, m->func, vm->name[NAME_dunder_name], &name))
        return NULL;
    text = name && vm_is(name, TYPE_STR)
               ? str_format(vm, "<bound method %U of %R>", name, m->self)
               : str_format(vm, "<bound method ? of %R>", m->self);
    vm_release_maybe(vm, name);
    return text;
}

static object *method_compare(struct vm *vm, object *a, object *b,
                              enum vm_compare op)
{
    int equal;
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !vm_is(b, TYPE_METHOD) ||
        !vm_is(a, TYPE_METHOD))
        return heap_retain(vm->not_implemented);
    equal = vm_equal(vm, method_of(a)->func, method_of(b)->func);
    if (equal < 0)
        return NULL;
    equal = equal && method_of(a)->self == method_of(b)->self;
    return vm_bool(vm, equal == (op == COMPARE_EQ));
}

static bool method_hash(struct vm *vm, object *self, int64_t *out)
{
    struct method_object *m = method_of(self);
    uint64_t place = (uint64_t)(uintptr_t)m->self;
    int64_t func;
    if (!vm_hash(vm, m->func, &func))
        return false;
    *out = (int64_t)((place >> 4 | place << 60) ^ (uint64_t)func);
    if (*out == -1)
        *out = -2;
    return true;
}

static object *method_make(struct vm *vm, struct type_object *type,
                           object *const *args, size_t nargs, object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "method", kwnames) ||
        !args_between(vm, "method", nargs, 2, 2))
        return NULL;
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "first argument must be callable");
    if (args[1] == vm->none)
        return vm_raise(vm, EXC_TYPE_ERROR, "instance must not be None");
    return method_new(vm, args[0], args[1]);
}

/* The function's own. */
static object *method_doc(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_getattr(vm, method_of(self)->func, vm->name[NAME_dunder_doc]);
}

static const struct getset_def method_getsets[] = {
    {"__doc__", method_doc, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec method_spec = {
    .name = "method",
    .layout = {.size = sizeof(struct method_object),
               .flags = HEAP_CONTAINER,
               .fields = method_fields,
               .field_count = COUNT(method_fields)},
    .weakly = true,
    .slots = {.repr = method_repr,
              .call = method_call,
              .get_attr = method_getattr,
              .compare = method_compare,
              .hash = method_hash,
              .new_ = method_make},
    .members = method_members,
    .getsets = method_getsets,
    .doc = "Create a bound instance method object.",
};

/* ---- cell -------------------------------------------------------------------------- */

static const struct heap_field cell_fields[] = {
    {"cell", offsetof(struct cell_object, value)},
};

static object *cell_contents(struct vm *vm, object *self, const void *data)
{
    object *value = cell_of(self)->value;
    (void)data;
    if (!value)
        return vm_raise(vm, EXC_VALUE_ERROR, "Cell is empty");
    return heap_retain(value);
}

static bool cell_set_contents(struct vm *vm, object *self, object *value,
                              const void *data)
{
    (void)data;
    heap_store(vm->heap, &cell_of(self)->value, heap_retain_maybe(value));
    return true;
}

static const struct getset_def cell_getsets[] = {
    {"cell_contents", cell_contents, cell_set_contents, NULL, NULL},
    {0},
};

static object *cell_repr(struct vm *vm, object *self)
{
    object *value = cell_of(self)->value;
    if (!value)
        return str_format(vm, "<cell at %p: empty>", (void *)self);
    return str_format(vm, "<cell at %p: %T object at %p>", (void *)self,
                      value, (void *)value);
}

static object *cell_compare(struct vm *vm, object *a, object *b,
                            enum vm_compare op)
{
    object *x, *y;
    if (!vm_is(a, TYPE_CELL) || !vm_is(b, TYPE_CELL))
        return heap_retain(vm->not_implemented);
    x = cell_of(a)->value;
    y = cell_of(b)->value;
    if (x && y)
        return vm_compare(vm, x, y, op);
    return vm_compare(vm, x ? vm->true_ : vm->false_,
                      y ? vm->true_ : vm->false_, op);
}

static object *cell_make(struct vm *vm, struct type_object *type,
                         object *const *args, size_t nargs, object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "cell", kwnames) ||
        !args_between(vm, "cell", nargs, 0, 1))
        return NULL;
    return cell_new(vm, nargs ? args[0] : NULL);
}

const struct type_spec cell_spec = {
    .name = "cell",
    .layout = {.size = sizeof(struct cell_object),
               .flags = HEAP_CONTAINER,
               .fields = cell_fields,
               .field_count = COUNT(cell_fields)},
    .slots = {.repr = cell_repr, .compare = cell_compare, .new_ = cell_make},
    .getsets = cell_getsets,
    .doc = "Create a new cell object.",
};
