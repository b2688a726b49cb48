/*
 * Code objects as values: compared, hashed, and copied with some parts
 * replaced.  The instructions trust what they were compiled for, so a part
 * that they lean on can only be replaced by one of its kind.
 */
#include "scripts/vm/code_value.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"

static const struct code *code_of(const object *o)
{
    return (const struct code *)o;
}

/* ---- comparing ------------------------------------------------------------ */

/* Constants of different types differ though they be equal: 1, 1.0, True. */
static int constants_equal(struct vm *vm, object *a, object *b)
{
    if (vm_type_of(vm, a) != vm_type_of(vm, b))
        return 0;
    if (!vm_is(a, TYPE_TUPLE)) {
        object *left = vm_is(a, TYPE_FLOAT) ? vm_repr(vm, a) : heap_retain(a);
        object *right = vm_is(a, TYPE_FLOAT) ? vm_repr(vm, b) : heap_retain(b);
        int equal = left && right ? vm_equal(vm, left, right) : -1;
        vm_release_maybe(vm, left);
        vm_release_maybe(vm, right);
        return equal;
    }
    int equal = tuple_length(a) == tuple_length(b);
    for (size_t i = 0; equal > 0 && i < tuple_length(a); i++)
        equal = constants_equal(vm, tuple_items(a)[i], tuple_items(b)[i]);
    return equal;
}

static bool same_bytes(const void *a, const void *b, size_t n)
{
    return n == 0 || memcmp(a, b, n) == 0;
}

static bool same_strings(object *const *a, object *const *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_equal(a[i], b[i]))
            return false;
    return true;
}

/* Instruction i, a breakpoint taken off. */
static struct instr original(const struct code *c, size_t i)
{
    return c->instrs[i].op == OP_BREAK && c->aside ? c->aside[i]
                                                   : c->instrs[i];
}

static bool same_instructions(const struct code *a, const struct code *b)
{
    for (size_t i = 0; i < a->instr_count; i++) {
        struct instr x = original(a, i), y = original(b, i);
        if (x.op != y.op || x.flags != y.flags || x.a != y.a || x.d != y.d)
            return false;
    }
    return same_bytes(a->positions, b->positions,
                      a->instr_count * sizeof *a->positions) &&
           same_bytes(a->handlers, b->handlers,
                      a->handler_count * sizeof *a->handlers);
}

static bool same_shape(const struct code *a, const struct code *b)
{
    return a->flags == b->flags && a->argcount == b->argcount &&
           a->posonly == b->posonly && a->kwonly == b->kwonly &&
           a->first_line == b->first_line &&
           a->localsplus_count == b->localsplus_count &&
           a->free_count == b->free_count &&
           a->instr_count == b->instr_count &&
           a->const_count == b->const_count &&
           a->name_count == b->name_count &&
           a->handler_count == b->handler_count &&
           str_equal(a->name, b->name);
}

static int codes_equal(struct vm *vm, const struct code *a,
                       const struct code *b)
{
    int equal = same_shape(a, b) &&
                same_bytes(a->localsplus_kinds, b->localsplus_kinds,
                           a->localsplus_count) &&
                same_strings(a->localsplus_names, b->localsplus_names,
                             a->localsplus_count) &&
                same_strings(a->names, b->names, a->name_count) &&
                same_instructions(a, b);
    for (size_t i = 0; equal > 0 && i < a->const_count; i++)
        equal = constants_equal(vm, a->consts[i], b->consts[i]);
    return equal;
}

object *code_compare(struct vm *vm, object *self, object *other,
                     enum vm_compare op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !vm_is(other, TYPE_CODE))
        return heap_retain(vm->not_implemented);
    int equal =
        self == other ? 1 : codes_equal(vm, code_of(self), code_of(other));
    return equal < 0 ? NULL : vm_bool(vm, equal == (op == COMPARE_EQ));
}

bool code_hash(struct vm *vm, object *self, int64_t *out)
{
    const struct code *c = code_of(self);
    uint64_t hash = (uint64_t)str_hash(vm, c->name);
    for (size_t i = 0; i < c->name_count; i++)
        hash = hash * 31 + (uint64_t)str_hash(vm, c->names[i]);
    for (size_t i = 0; i < c->localsplus_count; i++)
        hash = hash * 31 + (uint64_t)str_hash(vm, c->localsplus_names[i]);
    hash ^= (uint64_t)c->argcount << 8 ^ (uint64_t)c->kwonly << 16 ^
            (uint64_t)c->first_line << 24 ^ (uint64_t)c->instr_count << 40;
    *out = (int64_t)hash == -1 ? -2 : (int64_t)hash;
    return true;
}

/* ---- replacing ------------------------------------------------------------ */

/* A copy in the making; what it owns is let go by done(). */
struct change {
    struct vm *vm;
    const struct code *from;
    struct code_parts parts;
    struct instr *instrs;
    struct position *positions;
    object **localsplus_names;
};

static bool take_number(struct vm *vm, object *value, uint32_t *out)
{
    ptrdiff_t n;
    if (!vm_int_argument(vm, value, &n))
        return false;
    if (n < 0 || n > INT32_MAX) {
        vm_raise(vm, EXC_VALUE_ERROR, "code: number out of range");
        return false;
    }
    *out = (uint32_t)n;
    return true;
}

static bool fixed(struct vm *vm, const char *what)
{
    vm_raise(vm, EXC_VALUE_ERROR,
             "code.replace(): the instructions were compiled for another %s",
             what);
    return false;
}

/* A number that can only be given as it is. */
static bool same_number(struct change *c, const char *name, object *value)
{
    static const struct {
        const char *name;
        size_t offset;
    } rows[] = {
        {"co_argcount", offsetof(struct code, argcount)},
        {"co_posonlyargcount", offsetof(struct code, posonly)},
        {"co_kwonlyargcount", offsetof(struct code, kwonly)},
        {"co_nlocals", offsetof(struct code, local_count)},
        {"co_stacksize", offsetof(struct code, register_count)},
    };
    size_t i = 0;
    uint32_t n, is;
    while (i < sizeof rows / sizeof *rows && strcmp(rows[i].name, name) != 0)
        i++;
    if (i == sizeof rows / sizeof *rows)
        return fixed(c->vm, name);
    memcpy(&is, (const char *)c->from + rows[i].offset, sizeof is);
    return take_number(c->vm, value, &n) && (n == is || fixed(c->vm, name));
}

static bool take_flags(struct change *c, object *value)
{
    const uint32_t trusted = CODE_OPTIMIZED | CODE_NEWLOCALS | CODE_VARARGS |
                             CODE_VARKEYWORDS | CODE_GENERATOR |
                             CODE_COROUTINE | CODE_ASYNC_GENERATOR;
    uint32_t n;
    if (!take_number(c->vm, value, &n))
        return false;
    if ((n ^ c->from->flags) & trusted)
        return fixed(c->vm, "co_flags");
    c->parts.flags = n;
    return true;
}

/* The lines of all instructions go along. */
static bool take_first_line(struct change *c, object *value)
{
    size_t n = c->parts.instr_count;
    if (!take_number(c->vm, value, &c->parts.first_line))
        return false;
    int64_t by = (int64_t)c->parts.first_line - c->from->first_line;
    for (size_t i = 0; i < n; i++) {
        struct position *p = &c->positions[i];
        if (p->line < 0)
            continue;
        if (p->line + by < 0 || p->end_line + by > INT32_MAX)
            return fixed(c->vm, "co_firstlineno");
        p->line += (int32_t)by;
        p->end_line += (int32_t)by;
    }
    return true;
}

static bool take_text(struct change *c, const char *name, object *value,
                      object **out)
{
    if (!(vm_type_of(c->vm, value)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(c->vm, EXC_TYPE_ERROR,
                 "replace() argument '%s' must be str, not %T", name, value);
        return false;
    }
    *out = value;
    return true;
}

static bool is_strings(const object *tuple)
{
    for (size_t i = 0; i < tuple_length(tuple); i++)
        if (!vm_is(tuple_items((object *)(uintptr_t)tuple)[i], TYPE_STR))
            return false;
    return true;
}

/* May an instruction find b where it was compiled to find a? */
static bool fits(object *a, object *b)
{
    if (vm_is(a, TYPE_CODE))
        return vm_is(b, TYPE_CODE) &&
               code_of(a)->free_count == code_of(b)->free_count &&
               !((code_of(a)->flags ^ code_of(b)->flags) &
                 ~(uint32_t)CODE_ITERABLE_COROUTINE);
    if (vm_is(a, TYPE_TUPLE))
        return vm_is(b, TYPE_TUPLE) && tuple_length(a) == tuple_length(b) &&
               (!is_strings(a) || is_strings(b));
    return true;
}

static bool is_tuple(struct change *c, const char *name, object *value)
{
    if (vm_is(value, TYPE_TUPLE))
        return true;
    vm_raise(c->vm, EXC_TYPE_ERROR,
             "replace() argument '%s' must be tuple, not %T", name, value);
    return false;
}

static bool take_consts(struct change *c, object *value)
{
    if (!is_tuple(c, "co_consts", value))
        return false;
    if (tuple_length(value) < c->parts.const_count ||
        tuple_length(value) > INT32_MAX)
        return fixed(c->vm, "number of constants");
    for (size_t i = 0; i < c->parts.const_count; i++)
        if (!fits(c->from->consts[i], tuple_items(value)[i]))
            return fixed(c->vm, "kind of constant");
    c->parts.consts = tuple_items(value);
    c->parts.const_count = (uint32_t)tuple_length(value);
    return true;
}

static bool are_names(struct change *c, const char *name, object *value,
                      size_t count)
{
    if (!is_tuple(c, name, value))
        return false;
    if (!is_strings(value)) {
        vm_raise(c->vm, EXC_TYPE_ERROR,
                 "name tuples must contain only strings");
        return false;
    }
    return tuple_length(value) == count ||
           fixed(c->vm, "number of names");
}

static bool take_names(struct change *c, object *value)
{
    if (!are_names(c, "co_names", value, c->parts.name_count))
        return false;
    c->parts.names = tuple_items(value);
    return true;
}

/* The names of one kind of local. */
static bool take_locals(struct change *c, const char *name, object *value,
                        int kind)
{
    size_t count = 0, next = 0;
    for (size_t i = 0; i < c->parts.localsplus_count; i++)
        count += (c->parts.localsplus_kinds[i] & kind) != 0;
    if (!are_names(c, name, value, count))
        return false;
    for (size_t i = 0; i < c->parts.localsplus_count; i++)
        if (c->parts.localsplus_kinds[i] & kind)
            c->localsplus_names[i] = tuple_items(value)[next++];
    return true;
}

static bool take(struct change *c, const char *name, object *value)
{
    struct code_parts *p = &c->parts;
    return strcmp(name, "co_flags") == 0         ? take_flags(c, value)
           : strcmp(name, "co_firstlineno") == 0 ? take_first_line(c, value)
           : strcmp(name, "co_consts") == 0      ? take_consts(c, value)
           : strcmp(name, "co_names") == 0       ? take_names(c, value)
           : strcmp(name, "co_varnames") == 0
               ? take_locals(c, name, value, LOCAL_PLAIN)
           : strcmp(name, "co_cellvars") == 0
               ? take_locals(c, name, value, LOCAL_CELL)
           : strcmp(name, "co_freevars") == 0
               ? take_locals(c, name, value, LOCAL_FREE)
           : strcmp(name, "co_filename") == 0
               ? take_text(c, name, value, &p->filename)
           : strcmp(name, "co_name") == 0 ? take_text(c, name, value, &p->name)
           : strcmp(name, "co_qualname") == 0
               ? take_text(c, name, value, &p->qualname)
               : same_number(c, name, value);
}

static bool copy(struct vm *vm, void **to, const void *from, size_t size)
{
    *to = malloc(size + 1);
    if (!*to) {
        vm_raise_no_memory(vm);
        return false;
    }
    if (size)
        memcpy(*to, from, size);
    return true;
}

static bool begin(struct change *c)
{
    const struct code *from = c->from;
    void *instrs, *positions = NULL, *names = NULL;
    bool ok = copy(c->vm, &instrs, from->instrs,
                   from->instr_count * sizeof *from->instrs) &&
              copy(c->vm, &positions, from->positions,
                   from->instr_count * sizeof *from->positions) &&
              copy(c->vm, &names, from->localsplus_names,
                   from->localsplus_count * sizeof *from->localsplus_names);
    c->instrs = instrs;
    c->positions = positions;
    c->localsplus_names = names;
    for (size_t i = 0; ok && i < from->instr_count; i++)
        c->instrs[i] = original(from, i);
    c->parts = (struct code_parts){
        .flags = from->flags,
        .argcount = from->argcount,
        .posonly = from->posonly,
        .kwonly = from->kwonly,
        .local_count = from->local_count,
        .localsplus_count = from->localsplus_count,
        .free_count = from->free_count,
        .register_count = from->register_count,
        .first_line = from->first_line,
        .instrs = c->instrs,
        .depth = from->depth,
        .positions = c->positions,
        .instr_count = from->instr_count,
        .handlers = from->handlers,
        .handler_count = from->handler_count,
        .consts = from->consts,
        .const_count = from->const_count,
        .names = from->names,
        .name_count = from->name_count,
        .localsplus_names = c->localsplus_names,
        .localsplus_kinds = from->localsplus_kinds,
        .filename = from->filename,
        .name = from->name,
        .qualname = from->qualname,
    };
    return ok;
}

static void done(struct change *c)
{
    free(c->instrs);
    free(c->positions);
    free(c->localsplus_names);
}

object *code_replace(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    static const char *const names[] = {
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount",
        "co_nlocals", "co_stacksize", "co_flags", "co_firstlineno", "co_code",
        "co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars",
        "co_filename", "co_name", "co_qualname", "co_linetable",
        "co_exceptiontable", NULL};
    static const struct arg_spec spec = {"replace", names, 0, 0, 0};
    object *out[sizeof names / sizeof *names];
    struct change c = {.vm = vm, .from = code_of(self)};
    bool ok = args_bind(vm, &spec, args, nargs, kwnames, out) && begin(&c);
    for (size_t i = 0; ok && names[i]; i++)
        ok = !out[i] || take(&c, names[i], out[i]);
    object *made = ok ? code_new(vm, &c.parts) : NULL;
    done(&c);
    return made;
}
