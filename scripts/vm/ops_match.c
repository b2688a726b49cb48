/*
 * Bodies of instructions: match statements and except*.
 */
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/loop.h"

static bool match_flag(struct vm *vm, struct vm_frame *f,
                       const struct instr *i, unsigned flag)
{
    bool yes = vm_type_of(vm, f->regs[i->b])->flags & flag;
    f->regs[i->a] = vm_bool(vm, yes);
    return true;
}

bool op_MATCH_MAPPING(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    return match_flag(vm, f, i, TYPE_MAPPING);
}

bool op_MATCH_SEQUENCE(struct vm *vm, struct vm_frame *f,
                       const struct instr *i)
{
    return match_flag(vm, f, i, TYPE_SEQUENCE);
}

/* Remembers key among those seen; false: it was there, or an error. */
static bool first_time(struct vm *vm, object *seen, object *key)
{
    int there = set_contains(vm, seen, key);
    if (there > 0)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "mapping pattern checks duplicate key (%R)", key);
    return there == 0 && set_add(vm, seen, key);
}

/* The value of each key by subject.get(key, marker), or None. */
static object *match_keys(struct vm *vm, object *subject, object *keys)
{
    object *seen = set_new(vm), *values = tuple_new(vm, tuple_length(keys));
    object *get = vm_getattr_str(vm, subject, "get"), *marker = NULL;
    object *result = NULL;
    size_t n = values ? tuple_length(keys) : 0, k;
    marker = type_alloc(vm, vm->types[TYPE_OBJECT], 0);
    if (!seen || !values || !get || !marker)
        goto out;
    for (k = 0; k < n; k++) {
        object *key = tuple_items(keys)[k], *value;
        if (!first_time(vm, seen, key))
            goto out;
        value = vm_call2(vm, get, key, marker);
        if (!value)
            goto out;
        if (value == marker) {
            vm_release(vm, value);
            result = vm_none(vm);
            goto out;
        }
        tuple_items(values)[k] = value;
    }
    result = heap_retain(values);
out:
    vm_release_maybe(vm, seen);
    vm_release_maybe(vm, values);
    vm_release_maybe(vm, get);
    vm_release_maybe(vm, marker);
    return result;
}

bool op_MATCH_KEYS(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    f->regs[i->a] = match_keys(vm, f->regs[i->b], f->regs[i->b + 1]);
    return f->regs[i->a] != NULL;
}

/* ---- class patterns ---------------------------------------------------------------- */

struct class_match {
    struct vm *vm;
    object *subject, *cls;
    object *seen;   /* set of attribute names */
    object *values; /* list */
};

/* 1: the attribute's value was appended, 0: there is none, -1: error. */
static int match_attribute(struct class_match *m, object *name)
{
    object *value;
    int there = set_contains(m->vm, m->seen, name);
    if (there > 0)
        vm_raise(m->vm, EXC_TYPE_ERROR,
                 "%U() got multiple sub-patterns for attribute %R",
                 type_object_of(m->cls)->qualname, name);
    if (there != 0 || !set_add(m->vm, m->seen, name) ||
        !vm_lookup_attr(m->vm, m->subject, name, &value))
        return -1;
    if (!value)
        return 0;
    return list_append_steal(m->vm, m->values, value) ? 1 : -1;
}

/* cls.__match_args__, a new tuple, empty when there is none; NULL: error. */
static object *match_args(struct vm *vm, object *cls, bool *self_match)
{
    object *args;
    *self_match = false;
    if (!vm_lookup_attr(vm, cls, vm->name[NAME_dunder_match_args], &args))
        return NULL;
    if (!args) {
        *self_match = type_object_of(cls)->flags & TYPE_SELF_MATCH;
        return heap_retain(vm->empty_tuple);
    }
    if (vm_is(args, TYPE_TUPLE))
        return args;
    vm_raise(vm, EXC_TYPE_ERROR,
             "%U.__match_args__ must be a tuple (got %T)",
             type_object_of(cls)->qualname, args);
    vm_release(vm, args);
    return NULL;
}

static int match_positional(struct class_match *m, size_t n)
{
    struct vm *vm = m->vm;
    bool self_match;
    object *args = match_args(vm, m->cls, &self_match);
    size_t allowed;
    int matched = 1;
    if (!args)
        return -1;
    allowed = self_match ? 1 : tuple_length(args);
    if (n > allowed) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U() accepts %zu positional sub-pattern%s (%zu given)",
                 type_object_of(m->cls)->qualname, allowed,
                 allowed == 1 ? "" : "s", n);
        matched = -1;
    } else if (self_match) {
        matched = list_append(vm, m->values, m->subject) ? 1 : -1;
    }
    for (size_t k = 0; matched > 0 && !self_match && k < n; k++) {
        object *name = tuple_items(args)[k];
        if (vm_is(name, TYPE_STR)) {
            matched = match_attribute(m, name);
            continue;
        }
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__match_args__ elements must be strings (got %T)", name);
        matched = -1;
    }
    vm_release(vm, args);
    return matched;
}

static int match_class(struct class_match *m, object *names, size_t n)
{
    struct vm *vm = m->vm;
    int matched;
    if (!(vm_type_of(vm, m->cls)->flags & TYPE_TYPE_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "called match pattern must be a type");
        return -1;
    }
    matched = vm_is_instance(vm, m->subject, m->cls);
    if (matched > 0 && n > 0)
        matched = match_positional(m, n);
    for (size_t k = 0; matched > 0 && k < tuple_length(names); k++)
        matched = match_attribute(m, tuple_items(names)[k]);
    return matched;
}

bool op_MATCH_CLASS(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **r = f->regs + i->a, *result = NULL;
    struct class_match m = {.vm = vm, .subject = r[0], .cls = r[1],
                            .seen = set_new(vm), .values = list_new(vm, 0)};
    int matched = m.seen && m.values ? match_class(&m, r[2], i->b) : -1;
    if (matched >= 0)
        result = matched ? list_to_tuple(vm, m.values) : vm_none(vm);
    vm_release_maybe(vm, m.seen);
    vm_release_maybe(vm, m.values);
    for (int k = 0; k < 3; k++)
        vm_release(vm, r[k]);
    r[0] = result;
    return result != NULL;
}

/* ---- except* ------------------------------------------------------------------------ */

static bool may_catch_group(struct vm *vm, object *cls)
{
    bool tuple = vm_type_of(vm, cls)->flags & TYPE_TUPLE_SUBCLASS;
    size_t n = tuple ? tuple_length(cls) : 1;
    for (size_t k = 0; k < n; k++) {
        object *one = tuple ? tuple_items(cls)[k] : cls;
        if (!(vm_type_of(vm, one)->flags & TYPE_TYPE_SUBCLASS) ||
            !(type_object_of(one)->flags & TYPE_EXCEPTION_SUBCLASS)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "catching classes that do not inherit from "
                     "BaseException is not allowed");
            return false;
        }
        if (type_is_subtype(type_object_of(one),
                            vm->exceptions[EXC_BASE_EXCEPTION_GROUP])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "catching ExceptionGroup with except* is not allowed. "
                     "Use except instead.");
            return false;
        }
    }
    return true;
}

static bool is_group(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o),
                           vm->exceptions[EXC_BASE_EXCEPTION_GROUP]);
}

/* A group of a list or tuple of exceptions; new. */
static object *group_of(struct vm *vm, object *members)
{
    object *cls = type_as_object(vm->exceptions[EXC_BASE_EXCEPTION_GROUP]);
    return vm_call2(vm, cls, vm->empty_str, members);
}

/* A group of one exception, as except* makes of a bare one; new. */
static object *wrap_exception(struct vm *vm, object *exception)
{
    object *members = tuple_pack(vm, 1, exception), *group = NULL;
    if (members)
        group = group_of(vm, members);
    vm_release_maybe(vm, members);
    return group;
}

/* *match and *rest (new; None when empty) of exception by type. */
static bool split_group(struct vm *vm, object *exception, object *cls,
                        object **match, object **rest)
{
    if (vm_exception_matches(vm, exception, cls)) {
        *rest = vm_none(vm);
        *match = is_group(vm, exception) ? heap_retain(exception)
                                         : wrap_exception(vm, exception);
        if (!*match)
            heap_store(vm->heap, rest, NULL);
        return *match != NULL;
    }
    if (!is_group(vm, exception)) {
        *match = vm_none(vm);
        *rest = heap_retain(exception);
        return true;
    }
    if (!exception_group_split(vm, exception, cls, match, rest))
        return false;
    if (!*match)
        *match = vm_none(vm);
    if (!*rest)
        *rest = vm_none(vm);
    return true;
}

/* R[a] the exception, R[a + 1] the type: a = the rest, a + 1 = the match, or
 * the exception unchanged and None. */
bool op_CHECK_EG_MATCH(struct vm *vm, struct vm_frame *f,
                       const struct instr *i)
{
    object **r = f->regs + i->a, *match = NULL, *rest = NULL;
    bool ok = may_catch_group(vm, r[1]) &&
              split_group(vm, r[0], r[1], &match, &rest);
    vm_release(vm, r[1]);
    if (!ok) {
        vm_release(vm, r[0]);
        return false;
    }
    r[1] = match;
    if (match == vm->none) {
        vm_release(vm, rest);
        return true;
    }
    vm_release(vm, r[0]);
    r[0] = rest;
    heap_store(vm->heap, &vm->thread->handled, heap_retain(match));
    return true;
}

/* Is e what was left over of the original, not raised anew? */
static bool is_left_over(object *e, object *original)
{
    const struct exception_object *a = exception_of(e);
    const struct exception_object *b = exception_of(original);
    return a->notes == b->notes && a->traceback == b->traceback &&
           a->cause == b->cause && a->context == b->context;
}

/* Adds the exceptions at the leaves of e to a list. */
static bool add_leaves(struct vm *vm, object *e, object *list)
{
    object *members;
    bool ok = true;
    if (!is_group(vm, e))
        return list_append(vm, list, e);
    if (!vm_enter(vm, " in exception groups"))
        return false;
    members = vm_getattr_str(vm, e, "exceptions");
    for (size_t k = 0; members && ok && k < tuple_length(members); k++)
        ok = add_leaves(vm, tuple_items(members)[k], list);
    ok = ok && members;
    vm_release_maybe(vm, members);
    vm_leave(vm);
    return ok;
}

static object *is_among(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    for (size_t k = 0; k < list_length(self); k++)
        if (list_items(self)[k] == args[0])
            return vm_bool(vm, true);
    return vm_bool(vm, false);
}

/* The original group without what is in none of the exceptions of `left`;
 * *out new, or NULL when that is nothing. */
static bool project(struct vm *vm, object *original, object *left,
                    object **out)
{
    static const struct method_def def = {"is_among", is_among, METHOD_ONE,
                                          NULL};
    object *leaves = list_new(vm, 0), *predicate = NULL, *rest = NULL;
    bool ok = leaves != NULL;
    *out = NULL;
    for (size_t k = 0; ok && k < list_length(left); k++)
        ok = add_leaves(vm, list_items(left)[k], leaves);
    predicate = ok ? builtin_new(vm, &def, leaves, NULL) : NULL;
    ok = predicate &&
         exception_group_split(vm, original, predicate, out, &rest);
    vm_release_maybe(vm, rest);
    vm_release_maybe(vm, predicate);
    vm_release_maybe(vm, leaves);
    return ok;
}

/* Sorts the list into exceptions raised in except* blocks and what they left
 * over; what has to be raised of both, or None.  New. */
static object *reraise_of_group(struct vm *vm, object *original, object *list)
{
    object *raised = list_new(vm, 0), *left = list_new(vm, 0), *rest = NULL;
    object *result = NULL;
    bool ok = raised && left;
    for (size_t k = 0; ok && k < list_length(list); k++) {
        object *e = list_items(list)[k];
        if (e != vm->none)
            ok = list_append(vm, is_left_over(e, original) ? left : raised, e);
    }
    ok = ok && project(vm, original, left, &rest) &&
         (!rest || list_length(raised) == 0 ||
          list_append(vm, raised, rest));
    if (ok && list_length(raised) == 0)
        result = heap_retain(rest ? rest : vm->none);
    else if (ok)
        result = group_of(vm, raised);
    vm_release_maybe(vm, rest);
    vm_release_maybe(vm, raised);
    vm_release_maybe(vm, left);
    return result;
}

static object *prepare_reraise(struct vm *vm, object *original, object *list)
{
    if (list_length(list) == 0)
        return vm_none(vm);
    if (!is_group(vm, original))
        return heap_retain(list_items(list)[0]);
    return reraise_of_group(vm, original, list);
}

/* R[a] the original, R[a + 1] the list: a = what to raise or None. */
bool op_PREP_RERAISE_STAR(struct vm *vm, struct vm_frame *f,
                          const struct instr *i)
{
    object **r = f->regs + i->a;
    object *result = prepare_reraise(vm, r[0], r[1]);
    vm_release(vm, r[0]);
    vm_release(vm, r[1]);
    r[0] = result;
    return result != NULL;
}
