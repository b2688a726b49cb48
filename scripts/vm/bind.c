/*
 * Binding arguments to the parameters of a script function, with the words of
 * CPython's errors.
 */
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/loop.h"

/* One call being bound. */
struct binding {
    struct vm *vm;
    struct function_object *func;
    const struct code *code;
    object **args; /* owned; NULL once they have gone to a register */
    size_t positional, given;
    object *kwnames;
    object **regs;
    object *extra; /* the **kwargs dict, borrowed from its register */
};

static size_t parameter_count(const struct code *code)
{
    return code->argcount + code->kwonly;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- errors ------------------------------------------------------------------ */

/* "'a', 'b', and 'c'" of a list of reprs. */
static object *join_names(struct vm *vm, object *names)
{
    size_t n = list_length(names);
    object **item = list_items(names);
    struct str_builder b;
    str_builder_init(&b, vm);
    for (size_t k = 0; k < n; k++) {
        if (k > 0)
            str_builder_ascii(&b, n == 2       ? " and "
                                  : k + 1 == n ? ", and "
                                               : ", ");
        str_builder_str(&b, item[k]);
    }
    return str_builder_finish(&b);
}

static bool missing_error(struct binding *b, const char *kind, size_t from,
                          size_t to)
{
    struct vm *vm = b->vm;
    object *names = list_new(vm, 0), *text;
    bool ok = names != NULL;
    for (size_t k = from; ok && k < to; k++) {
        object *repr;
        if (b->regs[k])
            continue;
        repr = vm_repr(vm, b->code->localsplus_names[k]);
        ok = repr && list_append_steal(vm, names, repr);
    }
    text = ok ? join_names(vm, names) : NULL;
    if (text) {
        size_t n = list_length(names);
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U() missing %zu required %s argument%s: %U",
                 b->func->qualname, n, kind, plural(n), text);
        vm_release(vm, text);
    }
    vm_release_maybe(vm, names);
    return false;
}

static bool too_many_error(struct binding *b)
{
    const struct code *code = b->code;
    size_t defaults =
        b->func->defaults ? tuple_length(b->func->defaults) : 0;
    size_t takes = code->argcount, kwonly = 0;
    object *range, *also;
    for (size_t k = takes; k < parameter_count(code); k++)
        kwonly += b->regs[k] != NULL;
    range = defaults
                ? str_format(b->vm, "from %zu to %zu", takes - defaults, takes)
                : str_format(b->vm, "%zu", takes);
    also = kwonly ? str_format(b->vm,
                               " positional argument%s (and %zu keyword-only "
                               "argument%s)",
                               plural(b->positional), kwonly, plural(kwonly))
                  : heap_retain(b->vm->empty_str);
    if (range && also)
        vm_raise(b->vm, EXC_TYPE_ERROR,
                 "%U() takes %U positional argument%s but %zu%U %s given",
                 b->func->qualname, range,
                 defaults ? "s" : plural(takes), b->positional, also,
                 b->positional == 1 && !kwonly ? "was" : "were");
    vm_release_maybe(b->vm, range);
    vm_release_maybe(b->vm, also);
    return false;
}

/* Names of positional-only parameters given by keyword, when there are any. */
static bool positional_only_error(struct binding *b, bool *raised)
{
    struct vm *vm = b->vm;
    object *wrong = list_new(vm, 0), *text = NULL, *comma = NULL;
    *raised = true;
    if (!wrong)
        return false;
    for (size_t p = 0; p < b->code->posonly; p++) {
        object *name = b->code->localsplus_names[p];
        for (size_t k = 0; k < tuple_length(b->kwnames); k++)
            if (str_equal(name, tuple_items(b->kwnames)[k]) &&
                !list_append(vm, wrong, name))
                goto out;
    }
    *raised = list_length(wrong) > 0;
    if (*raised && (comma = str_from(vm, ", ")) &&
        (text = str_join(vm, comma, wrong)))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%U() got some positional-only arguments passed as keyword "
                 "arguments: '%U'",
                 b->func->qualname, text);
out:
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, comma);
    vm_release(vm, wrong);
    return false;
}

static bool unexpected_error(struct binding *b, object *name)
{
    bool raised = false;
    if (b->code->posonly)
        positional_only_error(b, &raised);
    if (!raised)
        vm_raise(b->vm, EXC_TYPE_ERROR,
                 "%U() got an unexpected keyword argument '%S'",
                 b->func->qualname, name);
    return false;
}

/* ---- steps, in CPython's order ------------------------------------------------- */

static bool make_keywords_dict(struct binding *b)
{
    const struct code *code = b->code;
    size_t place = parameter_count(code) + !!(code->flags & CODE_VARARGS);
    if (!(code->flags & CODE_VARKEYWORDS))
        return true;
    b->extra = b->regs[place] = dict_new(b->vm);
    return b->extra != NULL;
}

static bool place_positional(struct binding *b)
{
    size_t n = b->positional, takes = b->code->argcount;
    object *rest;
    if (n > takes)
        n = takes;
    memcpy(b->regs, b->args, n * sizeof *b->args);
    memset(b->args, 0, n * sizeof *b->args);
    if (!(b->code->flags & CODE_VARARGS))
        return true;
    rest = tuple_from_steal(b->vm, b->args + n, b->positional - n);
    memset(b->args + n, 0, (b->positional - n) * sizeof *b->args);
    b->regs[parameter_count(b->code)] = rest;
    return rest != NULL;
}

/* The parameter called name; parameter_count when there is none. */
static size_t find_parameter(const struct code *code, object *name)
{
    size_t n = parameter_count(code);
    for (size_t k = code->posonly; k < n; k++)
        if (code->localsplus_names[k] == name)
            return k;
    for (size_t k = code->posonly; k < n; k++)
        if (str_equal(code->localsplus_names[k], name))
            return k;
    return n;
}

static bool place_keyword(struct binding *b, object *name, object **value)
{
    size_t at;
    if (!(vm_type_of(b->vm, name)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(b->vm, EXC_TYPE_ERROR, "%U() keywords must be strings",
                 b->func->qualname);
        return false;
    }
    at = find_parameter(b->code, name);
    if (at == parameter_count(b->code)) {
        bool ok;
        if (!b->extra)
            return unexpected_error(b, name);
        ok = dict_set(b->vm, b->extra, name, *value);
        vm_release(b->vm, *value);
        *value = NULL;
        return ok;
    }
    if (b->regs[at]) {
        vm_raise(b->vm, EXC_TYPE_ERROR,
                 "%U() got multiple values for argument '%S'",
                 b->func->qualname, name);
        return false;
    }
    b->regs[at] = *value;
    *value = NULL;
    return true;
}

static bool place_keywords(struct binding *b)
{
    size_t n = b->kwnames ? tuple_length(b->kwnames) : 0;
    for (size_t k = 0; k < n; k++)
        if (!place_keyword(b, tuple_items(b->kwnames)[k],
                           &b->args[b->positional + k]))
            return false;
    return true;
}

static bool place_defaults(struct binding *b)
{
    const struct code *code = b->code;
    object *defaults = b->func->defaults;
    size_t count = defaults ? tuple_length(defaults) : 0;
    size_t required = code->argcount > count ? code->argcount - count : 0;
    size_t skip = count > code->argcount ? count - code->argcount : 0;
    for (size_t k = b->positional; k < required; k++)
        if (!b->regs[k])
            return missing_error(b, "positional", 0, required);
    for (size_t k = required; k < code->argcount; k++)
        if (!b->regs[k])
            b->regs[k] =
                heap_retain(tuple_items(defaults)[skip + k - required]);
    return true;
}

static bool place_keyword_defaults(struct binding *b)
{
    const struct code *code = b->code;
    bool missing = false;
    for (size_t k = code->argcount; k < parameter_count(code); k++) {
        object *value = NULL;
        if (b->regs[k])
            continue;
        if (b->func->kwdefaults &&
            dict_find(b->vm, b->func->kwdefaults, code->localsplus_names[k],
                      &value) < 0)
            return false;
        b->regs[k] = heap_retain_maybe(value);
        missing |= !value;
    }
    return !missing || missing_error(b, "keyword-only", code->argcount,
                                     parameter_count(code));
}

bool bind_arguments(struct vm *vm, struct function_object *func,
                    object **args, size_t n, object *kwnames, object **regs)
{
    struct binding b = {
        .vm = vm,
        .func = func,
        .code = func->code,
        .args = args,
        .positional = n - (kwnames ? tuple_length(kwnames) : 0),
        .given = n,
        .kwnames = kwnames,
        .regs = regs,
    };
    bool ok = make_keywords_dict(&b) && place_positional(&b) &&
              place_keywords(&b);
    if (ok && b.positional > b.code->argcount &&
        !(b.code->flags & CODE_VARARGS))
        ok = too_many_error(&b);
    ok = ok && place_defaults(&b) && place_keyword_defaults(&b);
    for (size_t k = 0; k < n; k++)
        vm_release_maybe(vm, args[k]);
    return ok;
}
