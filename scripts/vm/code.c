/*
 * Code objects: made from the compiler's parts, shown to scripts under
 * CPython's attribute names, disassembled.
 */
#include "scripts/vm/code.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/code_value.h"
#include "scripts/vm/error.h"
#include "scripts/vm/site.h"
#include "scripts/vm/vm.h"

static struct code *code_of(object *o)
{
    return (struct code *)o;
}

/* ---- making ------------------------------------------------------------------- */

/* A heap array with a copy of n items; false: no memory. */
static bool copy_array(struct vm *vm, void **to, const void *from, size_t n,
                       size_t size)
{
    *to = NULL;
    if (n == 0)
        return true;
    *to = heap_array_new(vm->heap, n * size);
    if (!*to)
        return false;
    memcpy(*to, from, n * size);
    return true;
}

static bool copy_objects(struct vm *vm, object ***to, object *const *from,
                         uint32_t n)
{
    void *copy;
    if (!copy_array(vm, &copy, from, n, sizeof *from))
        return false;
    *to = copy;
    for (uint32_t k = 0; k < n; k++)
        heap_retain((*to)[k]);
    return true;
}

#define COPY(field, count)                                                     \
    (copy_array(vm, &array, parts->field, count, sizeof *parts->field) &&      \
     (c->field = array, true))

/* Counts are set once their array is there, so a part of a code object can be
 * released. */
static bool fill_arrays(struct vm *vm, struct code *c,
                        const struct code_parts *parts)
{
    uint32_t n = parts->instr_count;
    void *array;
    c->instr_count = n;
    if (!COPY(instrs, n) || !COPY(depth, n) || !COPY(positions, n))
        return false;
    c->handler_count = parts->handler_count;
    c->localsplus_count = parts->localsplus_count;
    if (!COPY(handlers, parts->handler_count) ||
        !COPY(localsplus_kinds, parts->localsplus_count))
        return false;
    if (!copy_objects(vm, &c->consts, parts->consts, parts->const_count))
        return false;
    c->const_count = parts->const_count;
    if (!copy_objects(vm, &c->names, parts->names, parts->name_count))
        return false;
    c->name_count = parts->name_count;
    return copy_objects(vm, &c->localsplus_names, parts->localsplus_names,
                        parts->localsplus_count);
}

static bool is_name_like(const object *s)
{
    size_t n = str_length(s);
    for (size_t k = 0; k < n; k++) {
        uint32_t c = str_at(s, k);
        if (c > 127 || !(c == '_' || (c >= '0' && c <= '9') ||
                         ((c | 32) >= 'a' && (c | 32) <= 'z')))
            return false;
    }
    return true;
}

/* Strings that look like names are interned, in tuples of constants too. */
static void intern_constants(struct vm *vm, object **items, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (vm_is(items[k], TYPE_STR) && is_name_like(items[k]))
            str_intern_in_place(vm, &items[k]);
        else if (vm_is(items[k], TYPE_TUPLE))
            intern_constants(vm, tuple_items(items[k]),
                             tuple_length(items[k]));
    }
}

object *code_new(struct vm *vm, const struct code_parts *parts)
{
    const struct heap_type *type = &vm->types[TYPE_CODE]->layout;
    struct code *c = (struct code *)heap_alloc(vm->heap, type, 0);
    if (!c)
        return vm_raise_no_memory(vm);
    c->flags = parts->flags;
    c->argcount = parts->argcount;
    c->posonly = parts->posonly;
    c->kwonly = parts->kwonly;
    c->local_count = parts->local_count;
    c->register_count = parts->register_count;
    c->free_count = parts->free_count;
    c->first_line = parts->first_line;
    c->filename = heap_retain(parts->filename);
    c->name = heap_retain(parts->name);
    c->qualname = heap_retain(parts->qualname);
    c->id = ++vm->next_code_id;
    if (!fill_arrays(vm, c, parts)) {
        vm_release(vm, &c->base);
        return vm_raise_no_memory(vm);
    }
    intern_constants(vm, c->consts, c->const_count);
    if (vm->options.attached)
        site_place_code(vm, c);
    if (vm->trap.code_made)
        vm->trap.code_made(vm->trap.arg, c);
    return &c->base;
}

/* ---- the heap's callbacks ------------------------------------------------------- */

#define EACH(c, array, count)                                                  \
    for (uint32_t k = 0; (c)->array && k < (c)->count; k++)                    \
        if ((c)->array[k])

static void code_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct code *c = code_of(self);
    EACH(c, consts, const_count)
    visit(c->consts[k], arg);
    EACH(c, names, name_count)
    visit(c->names[k], arg);
    EACH(c, localsplus_names, localsplus_count)
    visit(c->localsplus_names[k], arg);
}

static void code_edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct code *c = code_of(self);
    struct heap_edge e = {.kind = HEAP_EDGE_FIELD};
#define EMIT_EACH(array, count, edge_name)                                     \
    EACH(c, array, count)                                                      \
    {                                                                          \
        e.name = edge_name;                                                    \
        e.index = k;                                                           \
        e.referent = c->array[k];                                              \
        emit(&e, arg);                                                         \
    }
    EMIT_EACH(consts, const_count, "co_consts")
    EMIT_EACH(names, name_count, "co_names")
    EMIT_EACH(localsplus_names, localsplus_count, "co_varnames")
#undef EMIT_EACH
}

static void free_array(heap *h, void *array, size_t size)
{
    if (array)
        heap_array_free(h, array, size);
}

#define FREE(field, n) free_array(h, c->field, (n) * sizeof *c->field)

static void code_destroy(heap *h, object *self)
{
    struct code *c = code_of(self);
    FREE(instrs, c->instr_count);
    FREE(depth, c->instr_count);
    FREE(positions, c->instr_count);
    FREE(aside, c->instr_count);
    free(c->cache);
    FREE(handlers, c->handler_count);
    FREE(localsplus_kinds, c->localsplus_count);
    FREE(consts, c->const_count);
    FREE(names, c->name_count);
    FREE(localsplus_names, c->localsplus_count);
}

/* The last reference of an array, which is left NULL. */
static object *take_last(object **items, uint32_t n)
{
    object *o = NULL;
    while (items && !o && n > 0) {
        o = items[--n];
        items[n] = NULL;
    }
    return o;
}

static object *code_unlink(heap *h, object *self)
{
    struct code *c = code_of(self);
    object *o = take_last(c->consts, c->const_count);
    (void)h;
    if (!o)
        o = take_last(c->names, c->name_count);
    return o ? o : take_last(c->localsplus_names, c->localsplus_count);
}

static size_t code_extra(const object *self)
{
    const struct code *c = (const struct code *)self;
    return c->instr_count * (sizeof *c->instrs + sizeof *c->depth +
                             sizeof *c->positions) +
           c->handler_count * sizeof *c->handlers +
           (c->const_count + c->name_count + c->localsplus_count) *
               sizeof(object *);
}

static const struct heap_field code_fields[] = {
    {"co_filename", offsetof(struct code, filename)},
    {"co_name", offsetof(struct code, name)},
    {"co_qualname", offsetof(struct code, qualname)},
};

/* ---- attributes --------------------------------------------------------------------- */

struct count_row {
    size_t offset; /* of a uint32_t */
};

static object *get_count(struct vm *vm, object *self, const void *data)
{
    const struct count_row *row = data;
    return int_new(vm, *(uint32_t *)((char *)self + row->offset));
}

static object *get_flags(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, code_of(self)->flags);
}

static object *get_consts(struct vm *vm, object *self, const void *data)
{
    struct code *c = code_of(self);
    (void)data;
    return tuple_from(vm, c->consts, c->const_count);
}

static object *get_names(struct vm *vm, object *self, const void *data)
{
    struct code *c = code_of(self);
    (void)data;
    return tuple_from(vm, c->names, c->name_count);
}

/* The local names that have one of the kinds. */
static object *names_of_kind(struct vm *vm, const struct code *c, int kinds)
{
    size_t n = 0;
    object *tuple;
    for (uint32_t k = 0; k < c->localsplus_count; k++)
        n += (c->localsplus_kinds[k] & kinds) != 0;
    tuple = tuple_new(vm, n);
    if (!tuple)
        return NULL;
    n = 0;
    for (uint32_t k = 0; k < c->localsplus_count; k++)
        if (c->localsplus_kinds[k] & kinds)
            tuple_items(tuple)[n++] = heap_retain(c->localsplus_names[k]);
    return tuple;
}

static const int plain_kind = LOCAL_PLAIN, cell_kind = LOCAL_CELL,
                 free_kind = LOCAL_FREE;

static object *get_local_names(struct vm *vm, object *self, const void *data)
{
    return names_of_kind(vm, code_of(self), *(const int *)data);
}

static const struct count_row row_argcount = {offsetof(struct code, argcount)},
                              row_posonly = {offsetof(struct code, posonly)},
                              row_kwonly = {offsetof(struct code, kwonly)},
                              row_nlocals = {
                                  offsetof(struct code, local_count)},
                              row_line = {offsetof(struct code, first_line)},
                              row_stack = {
                                  offsetof(struct code, register_count)};

/* (start, end, line) triples, an instruction counting two bytes. */
static object *co_lines(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames);
static object *co_positions(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames);

static const struct method_def methods[] = {
    {"co_lines", co_lines, METHOD_NOARGS, NULL},
    {"co_positions", co_positions, METHOD_NOARGS, NULL},
    {"replace", code_replace, METHOD_KEYWORDS,
     "Return a copy of the code object with new values for the specified "
     "fields."},
    {0},
};

/* The instructions are a register machine's: dis could make nothing of them,
 * and no hasattr() shall take the attribute for there. */
static object *no_bytecode(struct vm *vm, object *self, const void *data)
{
    (void)self;
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                    "'code' object has no %s: its instructions are not "
                    "CPython's bytecode",
                    (const char *)data);
}

static const struct getset_def getsets[] = {
    {"co_code", no_bytecode, NULL, NULL, "co_code"},
    {"_co_code_adaptive", no_bytecode, NULL, NULL, "_co_code_adaptive"},
    {"co_argcount", get_count, NULL, NULL, &row_argcount},
    {"co_posonlyargcount", get_count, NULL, NULL, &row_posonly},
    {"co_kwonlyargcount", get_count, NULL, NULL, &row_kwonly},
    {"co_nlocals", get_count, NULL, NULL, &row_nlocals},
    {"co_stacksize", get_count, NULL, NULL, &row_stack},
    {"co_firstlineno", get_count, NULL, NULL, &row_line},
    {"co_flags", get_flags, NULL, NULL, NULL},
    {"co_consts", get_consts, NULL, NULL, NULL},
    {"co_names", get_names, NULL, NULL, NULL},
    {"co_varnames", get_local_names, NULL, NULL, &plain_kind},
    {"co_cellvars", get_local_names, NULL, NULL, &cell_kind},
    {"co_freevars", get_local_names, NULL, NULL, &free_kind},
    {0},
};

static const struct member_def members[] = {
    {"co_filename", MEMBER_OBJECT, offsetof(struct code, filename), true,
     NULL},
    {"co_name", MEMBER_OBJECT, offsetof(struct code, name), true, NULL},
    {"co_qualname", MEMBER_OBJECT, offsetof(struct code, qualname), true,
     NULL},
    {0},
};

static object *int_or_none(struct vm *vm, int32_t n)
{
    return n < 0 ? vm_none(vm) : int_new(vm, n);
}

/* An iterator over a list, which is stolen. */
static object *iterate_steal(struct vm *vm, object *list)
{
    object *iterator = list ? vm_iter(vm, list) : NULL;
    vm_release_maybe(vm, list);
    return iterator;
}

/* Appends the n parts, which are stolen, as a tuple. */
static bool append_tuple(struct vm *vm, object *list, object **parts, size_t n)
{
    object *tuple = NULL;
    bool whole = true, ok;
    for (size_t k = 0; k < n; k++)
        whole = whole && parts[k];
    if (whole)
        tuple = tuple_from(vm, parts, n);
    for (size_t k = 0; k < n; k++)
        vm_release_maybe(vm, parts[k]);
    ok = tuple && list_append(vm, list, tuple);
    vm_release_maybe(vm, tuple);
    return ok;
}

static object *co_lines(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    const struct code *c = code_of(self);
    object *list = list_new(vm, 0);
    uint32_t from = 0;
    (void)args, (void)nargs, (void)kwnames;
    while (list && from < c->instr_count) {
        int32_t line = c->positions[from].line;
        uint32_t to = from + 1;
        while (to < c->instr_count && c->positions[to].line == line)
            to++;
        object *parts[] = {int_new(vm, 2 * (int64_t)from),
                           int_new(vm, 2 * (int64_t)to),
                           int_or_none(vm, line)};
        if (!append_tuple(vm, list, parts, 3)) {
            vm_release(vm, list);
            return NULL;
        }
        from = to;
    }
    return iterate_steal(vm, list);
}

static object *co_positions(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    const struct code *c = code_of(self);
    object *list = list_new(vm, 0);
    (void)args, (void)nargs, (void)kwnames;
    for (uint32_t k = 0; list && k < c->instr_count; k++) {
        const struct position *p = &c->positions[k];
        object *parts[] = {
            int_or_none(vm, p->line), int_or_none(vm, p->end_line),
            int_or_none(vm, p->col), int_or_none(vm, p->end_col)};
        if (!append_tuple(vm, list, parts, 4)) {
            vm_release(vm, list);
            return NULL;
        }
    }
    return iterate_steal(vm, list);
}

static object *code_repr(struct vm *vm, object *self)
{
    struct code *c = code_of(self);
    return str_format(vm, "<code object %U at %p, file \"%U\", line %d>",
                      c->name, (void *)self, c->filename, (int)c->first_line);
}

const struct type_spec code_spec = {
    .name = "code",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct code),
               .fields = code_fields,
               .field_count = sizeof code_fields / sizeof *code_fields,
               .traverse = code_traverse,
               .unlink = code_unlink,
               .destroy = code_destroy,
               .edges = code_edges,
               .extra = code_extra},
    .weakly = true,
    .slots = {.repr = code_repr, .compare = code_compare, .hash = code_hash},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "Create a code object.  Not for mere mortals.",
};

/* ---- for the debugger ---------------------------------------------------------------- */

static const struct {
    const char *name, *format;
} opcodes[OP_COUNT] = {
#define OP(name, format, doc) {#name, format},
#include "scripts/vm/opcodes.def"
#undef OP
};

size_t code_disassemble(const struct code *code, char *buffer, size_t size)
{
    size_t n = 0;
    for (uint32_t k = 0; k < code->instr_count; k++) {
        const struct instr *i = &code->instrs[k];
        uint8_t op = i->op == OP_BREAK ? code->aside[k].op : i->op;
        bool wide = strpbrk(opcodes[op].format, "jK") != NULL;
        char *to = n < size ? buffer + n : NULL;
        int wrote =
            wide ? snprintf(to, to ? size - n : 0,
                            "%4u %4d %-20s %u %d  depth %u\n", k,
                            code->positions[k].line, opcodes[op].name, i->a,
                            i->d, code->depth[k])
                 : snprintf(to, to ? size - n : 0,
                            "%4u %4d %-20s %u %u %u flags %02x depth %u\n",
                            k, code->positions[k].line, opcodes[op].name,
                            i->a, i->b, i->c, i->flags, code->depth[k]);
        if (wrote > 0)
            n += (size_t)wrote;
    }
    return n;
}
