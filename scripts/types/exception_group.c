/*
 * BaseExceptionGroup and ExceptionGroup: several exceptions raised as one, and
 * taking them apart.
 */
#include "scripts/types/exception_internal.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct group_object *group_of(object *o)
{
    return (struct group_object *)o;
}

static bool is_exception(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_EXCEPTION_SUBCLASS;
}

static bool is_group(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o),
                           vm->exceptions[EXC_BASE_EXCEPTION_GROUP]);
}

/* ---- making ------------------------------------------------------------------- */

/* All exceptions?  *nested_base: one is no Exception. */
static bool check_members(struct vm *vm, object *members, bool *nested_base)
{
    *nested_base = false;
    for (size_t i = 0; i < tuple_length(members); i++) {
        object *o = tuple_items(members)[i];
        if (!is_exception(vm, o)) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "Item %zu of second argument (exceptions) is not an "
                     "exception",
                     i);
            return false;
        }
        if (!type_is_subtype(vm_type_of(vm, o), vm->exceptions[EXC_EXCEPTION]))
            *nested_base = true;
    }
    return true;
}

/* The class to make: BaseExceptionGroup becomes ExceptionGroup if it can. */
static struct type_object *choose_type(struct vm *vm, struct type_object *type,
                                       bool nested_base)
{
    struct type_object *group = vm->exceptions[EXC_EXCEPTION_GROUP];
    if (type == vm->exceptions[EXC_BASE_EXCEPTION_GROUP])
        return nested_base ? type : group;
    if (!nested_base)
        return type;
    if (type == group) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Cannot nest BaseExceptions in an ExceptionGroup");
        return NULL;
    }
    if (type_is_subtype(type, vm->exceptions[EXC_EXCEPTION])) {
        vm_raise(vm, EXC_TYPE_ERROR, "Cannot nest BaseExceptions in '%s'",
                 type_name(type));
        return NULL;
    }
    return type;
}

object *group_type_new(struct vm *vm, struct type_object *type,
                       object *const *args, size_t nargs, object *kwnames)
{
    bool nested_base;
    if (!args_no_keywords(vm, type_name(type), kwnames))
        return NULL;
    if (nargs != 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "BaseExceptionGroup.__new__() takes exactly 2 "
                        "arguments (%zu given)",
                        nargs);
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "BaseExceptionGroup.__new__() argument 1 must be "
                        "str, not %B",
                        args[0]);
    struct type_slots *slots = &vm_type_of(vm, args[1])->slots;
    if (!slots->item || !slots->length)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "second argument (exceptions) must be a sequence");
    object *members = vm_tuple_from(vm, args[1]), *self = NULL;
    if (!members)
        return NULL;
    if (tuple_length(members) == 0)
        vm_raise(vm, EXC_VALUE_ERROR, "second argument (exceptions) must be a "
                                      "non-empty sequence");
    else if (check_members(vm, members, &nested_base) &&
             (type = choose_type(vm, type, nested_base)))
        self = exception_type_new(vm, type, args, nargs, NULL);
    if (!self) {
        vm_release(vm, members);
        return NULL;
    }
    group_of(self)->message = heap_retain(args[0]);
    group_of(self)->exceptions = members;
    return self;
}

bool group_init(struct vm *vm, object *self, object *const *args, size_t nargs,
                object *kwnames)
{
    return exception_init(vm, self, args, nargs, kwnames);
}

object *group_str(struct vm *vm, object *self)
{
    size_t n = tuple_length(group_of(self)->exceptions);
    return str_format(vm, "%S (%zu sub-exception%s)", group_of(self)->message,
                      n, n > 1 ? "s" : "");
}

/* ---- taking apart ----------------------------------------------------------------- */

/* derive() of self with these members, looking like self; steals the list. */
static object *derive_like(struct vm *vm, object *self, object *members)
{
    struct exception_object *from = exception_of(self), *to;
    object *name = str_intern(vm, "derive");
    object *made = name ? vm_call_method(vm, self, name, &members, 1) : NULL;
    vm_release(vm, members);
    vm_release_maybe(vm, name);
    if (!made)
        return NULL;
    if (!is_group(vm, made)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "derive must return an instance of BaseExceptionGroup");
        vm_release(vm, made);
        return NULL;
    }
    to = exception_of(made);
    heap_store(vm->heap, &to->traceback, heap_retain_maybe(from->traceback));
    heap_store(vm->heap, &to->context, heap_retain_maybe(from->context));
    heap_store(vm->heap, &to->cause, heap_retain_maybe(from->cause));
    to->suppress_context = from->suppress_context;
    object *notes;
    bool ok = vm_lookup_attr(vm, self, vm->name[NAME_dunder_notes], &notes);
    if (ok && notes) {
        object *copy = vm_list_from(vm, notes);
        ok = copy &&
             vm_setattr(vm, made, vm->name[NAME_dunder_notes], copy);
        vm_release_maybe(vm, copy);
        vm_release(vm, notes);
    }
    if (ok)
        return made;
    vm_release(vm, made);
    return NULL;
}

/* A class, tuple of classes, or predicate applied to e; 1, 0, -1. */
static int matches(struct vm *vm, object *e, object *condition)
{
    bool class = (vm_type_of(vm, condition)->flags & TYPE_TYPE_SUBCLASS) ||
                 vm_is(condition, TYPE_TUPLE);
    if (class)
        return vm_is_instance(vm, e, condition);
    object *verdict = vm_call1(vm, condition, e);
    int truth = verdict ? vm_truth(vm, verdict) : -1;
    vm_release_maybe(vm, verdict);
    return truth;
}

static bool split_members(struct vm *vm, object *self, object *condition,
                          object *yes, object *no)
{
    object *members = group_of(self)->exceptions;
    for (size_t i = 0; i < tuple_length(members); i++) {
        object *match = NULL, *rest = NULL;
        bool ok = exception_group_split(vm, tuple_items(members)[i], condition,
                                        &match, &rest);
        ok = ok && (!match || list_append(vm, yes, match)) &&
             (!rest || list_append(vm, no, rest));
        vm_release_maybe(vm, match);
        vm_release_maybe(vm, rest);
        if (!ok)
            return false;
    }
    return true;
}

/* The list (stolen) as a group like self; *out NULL when it is empty. */
static bool regroup(struct vm *vm, object *self, object *list, object **out)
{
    *out = NULL;
    if (list_length(list) == 0) {
        vm_release(vm, list);
        return true;
    }
    *out = derive_like(vm, self, list);
    return *out != NULL;
}

static bool split_group(struct vm *vm, object *self, object *condition,
                        object **match, object **rest)
{
    if (!vm_enter(vm, " in exceptiongroup_split_recursive"))
        return false;
    object *yes = list_new(vm, 0), *no = yes ? list_new(vm, 0) : NULL;
    bool ok = no && split_members(vm, self, condition, yes, no);
    vm_leave(vm);
    if (!ok) {
        vm_release_maybe(vm, yes);
        vm_release_maybe(vm, no);
        return false;
    }
    if (!regroup(vm, self, yes, match)) {
        vm_release(vm, no);
        return false;
    }
    if (regroup(vm, self, no, rest))
        return true;
    heap_store(vm->heap, match, NULL);
    return false;
}

bool exception_group_split(struct vm *vm, object *e, object *condition,
                           object **match, object **rest)
{
    *match = *rest = NULL;
    int whole = matches(vm, e, condition);
    if (whole < 0)
        return false;
    if (whole)
        *match = heap_retain(e);
    else if (!is_group(vm, e))
        *rest = heap_retain(e);
    else
        return split_group(vm, e, condition, match, rest);
    return true;
}

/* ---- methods -------------------------------------------------------------------------- */

static bool check_condition(struct vm *vm, object *o)
{
    bool good = false;
    if (vm_is(o, TYPE_TUPLE)) {
        good = true;
        for (size_t i = 0; good && i < tuple_length(o); i++)
            good = vm_type_of(vm, tuple_items(o)[i])->flags &
                   TYPE_TYPE_SUBCLASS;
    } else if (vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS) {
        good = type_object_of(o)->flags & TYPE_EXCEPTION_SUBCLASS;
    } else {
        good = vm_callable(vm, o);
    }
    if (!good)
        vm_raise(vm, EXC_TYPE_ERROR, "expected a function, exception type or "
                                     "tuple of exception types");
    return good;
}

static object *split(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    object *pair[2];
    (void)nargs;
    (void)kwnames;
    if (!check_condition(vm, args[0]) ||
        !exception_group_split(vm, self, args[0], &pair[0], &pair[1]))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (!pair[i])
            pair[i] = vm_none(vm);
    return tuple_from_steal(vm, pair, 2);
}

static object *subgroup(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    object *match, *rest;
    (void)nargs;
    (void)kwnames;
    if (!check_condition(vm, args[0]) ||
        !exception_group_split(vm, self, args[0], &match, &rest))
        return NULL;
    vm_release_maybe(vm, rest);
    return match ? match : vm_none(vm);
}

static object *derive(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    object *both[] = {group_of(self)->message, args[0]};
    (void)nargs;
    (void)kwnames;
    return vm_call(vm, (object *)vm->exceptions[EXC_BASE_EXCEPTION_GROUP],
                   both, 2, NULL);
}

const struct method_def group_methods[] = {
    {"derive", derive, METHOD_ONE | METHOD_TUPLE, NULL},
    {"split", split, METHOD_ONE | METHOD_TUPLE, NULL},
    {"subgroup", subgroup, METHOD_ONE | METHOD_TUPLE, NULL},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct member_def group_members[] = {
    {"message", MEMBER_OBJECT, offsetof(struct group_object, message), true,
     "exception message"},
    {"exceptions", MEMBER_OBJECT, offsetof(struct group_object, exceptions),
     true, "nested exceptions"},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};
