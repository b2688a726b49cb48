/*
 * re.Match.
 */
#include <stddef.h>

#include "scripts/modules/native.h"
#include "scripts/modules/sre.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

object *sre_match_new(struct vm *vm, object *pattern,
                      const struct sre_state *s, int status)
{
    if (status <= 0)
        return status < 0 ? NULL : vm_none(vm);
    size_t groups = s->mark_count / 2 + 1;
    struct type_object *type = native_type(vm, &sre_match_spec);
    object *o =
        type ? type_alloc(vm, type, 2 * groups * sizeof(ptrdiff_t)) : NULL;
    if (!o)
        return NULL;
    struct sre_match *m = sre_match_of(o);
    m->string = heap_retain(s->string);
    m->pattern = heap_retain(pattern);
    m->pos = s->pos;
    m->endpos = s->length;
    m->lastindex = s->last_index;
    m->groups = groups;
    m->mark[0] = s->start;
    m->mark[1] = s->at;
    for (size_t k = 0; k < s->mark_count; k += 2) {
        bool set = s->marks[k] >= 0 && s->marks[k + 1] >= s->marks[k];
        m->mark[k + 2] = set ? s->marks[k] : -1;
        m->mark[k + 3] = set ? s->marks[k + 1] : -1;
    }
    return o;
}

/* ---- groups -------------------------------------------------------------- */

/* The number that a group has by its name; -1: none, or pending. */
static ptrdiff_t named_group(struct vm *vm, const struct sre_match *m,
                             object *name)
{
    object *number;
    ptrdiff_t n;
    if (dict_find(vm, sre_pattern_of(m->pattern)->groupindex, name, &number) <=
            0 ||
        !(vm_type_of(vm, number)->flags & TYPE_INT_SUBCLASS) ||
        !int_fits_ssize(number, &n))
        return -1;
    return n;
}

/* The group that a script names by number or name; -1: pending. */
static ptrdiff_t find_group(struct vm *vm, const struct sre_match *m,
                            object *which)
{
    ptrdiff_t n = -1;
    if (!which)
        return 0;
    if (vm_type_of(vm, which)->slots.to_index) {
        if (!vm_index_as_ssize(vm, which, &n, true))
            return -1;
    } else {
        n = named_group(vm, m, which);
    }
    if (n >= 0 && (size_t)n < m->groups)
        return n;
    if (!vm_pending(vm))
        vm_raise(vm, EXC_INDEX_ERROR, "no such group");
    return -1;
}

static object *group_text(struct vm *vm, const struct sre_match *m,
                          ptrdiff_t group, object *fallback)
{
    if (group < 0)
        return NULL;
    if (m->mark[2 * group] < 0)
        return heap_retain(fallback);
    return sre_slice(vm, m->string, m->mark[2 * group], m->mark[2 * group + 1]);
}

static object *subscript(struct vm *vm, object *self, object *which)
{
    const struct sre_match *m = sre_match_of(self);
    return group_text(vm, m, find_group(vm, m, which), vm->none);
}

FUNCTION(group)
{
    (void)kwnames;
    if (nargs <= 1)
        return subscript(vm, self, nargs ? args[0] : NULL);
    object *all = tuple_new(vm, nargs);
    for (size_t k = 0; all && k < nargs; k++) {
        object *text = subscript(vm, self, args[k]);
        tuple_items(all)[k] = text;
        if (!text)
            heap_store(vm->heap, &all, NULL);
    }
    return all;
}

/* The one argument, default=None. */
static bool read_default(struct vm *vm, const char *name, object *const *args,
                         size_t nargs, object *kwnames, object **out)
{
    static const char *const names[] = {"default", NULL};
    struct arg_spec spec = {name, names, 0, 1, 0};
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    *out = *out ? *out : vm->none;
    return true;
}

FUNCTION(groups)
{
    struct sre_match *m = sre_match_of(self);
    object *fallback;
    if (!read_default(vm, "groups", args, nargs, kwnames, &fallback))
        return NULL;
    object *all = tuple_new(vm, m->groups - 1);
    for (size_t k = 1; all && k < m->groups; k++) {
        object *text = group_text(vm, m, (ptrdiff_t)k, fallback);
        tuple_items(all)[k - 1] = text;
        if (!text)
            heap_store(vm->heap, &all, NULL);
    }
    return all;
}

FUNCTION(groupdict)
{
    struct sre_match *m = sre_match_of(self);
    object *fallback, *name, *number;
    size_t pos = 0;
    if (!read_default(vm, "groupdict", args, nargs, kwnames, &fallback))
        return NULL;
    object *names = dict_copy(vm, sre_pattern_of(m->pattern)->groupindex);
    object *dict = names ? dict_new(vm) : NULL;
    while (dict && dict_next(names, &pos, &name, &number)) {
        object *text =
            group_text(vm, m, find_group(vm, m, name), fallback);
        if (!text || !dict_set(vm, dict, name, text))
            heap_store(vm->heap, &dict, NULL);
        vm_release_maybe(vm, text);
    }
    vm_release_maybe(vm, names);
    return dict;
}

/* ---- places -------------------------------------------------------------- */

static object *place(struct vm *vm, object *self, const char *name,
                     object *const *args, size_t nargs, int side)
{
    const struct sre_match *m = sre_match_of(self);
    if (!args_between(vm, name, nargs, 0, 1))
        return NULL;
    ptrdiff_t group = find_group(vm, m, nargs ? args[0] : NULL);
    return group < 0 ? NULL : int_new(vm, m->mark[2 * group + side]);
}

FUNCTION(start)
{
    (void)kwnames;
    return place(vm, self, "start", args, nargs, 0);
}

FUNCTION(end)
{
    (void)kwnames;
    return place(vm, self, "end", args, nargs, 1);
}

static object *span_of(struct vm *vm, const struct sre_match *m, size_t group)
{
    object *from = int_new(vm, m->mark[2 * group]);
    object *to = from ? int_new(vm, m->mark[2 * group + 1]) : NULL;
    object *pair = to ? tuple_pack(vm, 2, from, to) : NULL;
    vm_release_maybe(vm, from);
    vm_release_maybe(vm, to);
    return pair;
}

FUNCTION(span)
{
    const struct sre_match *m = sre_match_of(self);
    (void)kwnames;
    if (!args_between(vm, "span", nargs, 0, 1))
        return NULL;
    ptrdiff_t group = find_group(vm, m, nargs ? args[0] : NULL);
    return group < 0 ? NULL : span_of(vm, m, (size_t)group);
}

FUNCTION(expand)
{
    static const char *const names[] = {"template", NULL};
    static const struct arg_spec spec = {"expand", names, 0, 1, 1};
    object *template;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &template))
        return NULL;
    object *all[] = {sre_match_of(self)->pattern, self, template};
    return sre_call_library(vm, "_expand", all, 3);
}

FUNCTION(itself)
{
    UNUSED;
    return heap_retain(self);
}

/* ---- attributes ---------------------------------------------------------- */

static object *get_regs(struct vm *vm, object *self, const void *data)
{
    struct sre_match *m = sre_match_of(self);
    (void)data;
    if (m->regs)
        return heap_retain(m->regs);
    object *all = tuple_new(vm, m->groups);
    for (size_t k = 0; all && k < m->groups; k++) {
        object *pair = span_of(vm, m, k);
        tuple_items(all)[k] = pair;
        if (!pair)
            heap_store(vm->heap, &all, NULL);
    }
    heap_store(vm->heap, &m->regs, heap_retain_maybe(all));
    return all;
}

static object *get_lastindex(struct vm *vm, object *self, const void *data)
{
    int64_t index = sre_match_of(self)->lastindex;
    (void)data;
    return index >= 0 ? int_new(vm, index) : vm_none(vm);
}

static object *get_lastgroup(struct vm *vm, object *self, const void *data)
{
    const struct sre_match *m = sre_match_of(self);
    object *names = sre_pattern_of(m->pattern)->indexgroup;
    (void)data;
    if (m->lastindex >= 0 && (size_t)m->lastindex < tuple_length(names))
        return heap_retain(tuple_items(names)[m->lastindex]);
    return vm_none(vm);
}

static object *get_pos(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, sre_match_of(self)->pos);
}

static object *get_endpos(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, sre_match_of(self)->endpos);
}

static object *repr(struct vm *vm, object *self)
{
    const struct sre_match *m = sre_match_of(self);
    object *text = group_text(vm, m, 0, vm->none);
    object *r = text ? str_format(vm,
                                  "<re.Match object; span=(%zd, %zd), "
                                  "match=%R>",
                                  m->mark[0], m->mark[1], text)
                     : NULL;
    vm_release_maybe(vm, text);
    return r;
}

static const struct heap_field fields[] = {
    {"regs", offsetof(struct sre_match, regs)},
    {"string", offsetof(struct sre_match, string)},
    {"re", offsetof(struct sre_match, pattern)},
};

static const struct method_def methods[] = {
    {"group", group, METHOD_ARGS,
     "group([group1, ...]) -> str or tuple.\n\nThe text of each group."},
    {"start", start, METHOD_ARGS,
     "start($self, group=0, /)\n--\n\nWhere the group's text begins."},
    {"end", end, METHOD_ARGS,
     "end($self, group=0, /)\n--\n\nWhere the group's text ends."},
    {"span", span, METHOD_ARGS,
     "span($self, group=0, /)\n--\n\nWhere the group's text begins and ends."},
    {"groups", groups, METHOD_KEYWORDS,
     "groups($self, /, default=None)\n--\n\nThe texts of all groups."},
    {"groupdict", groupdict, METHOD_KEYWORDS,
     "groupdict($self, /, default=None)\n--\n\n"
     "The texts of the named groups."},
    {"expand", expand, METHOD_KEYWORDS,
     "expand($self, /, template)\n--\n\nThe template filled in."},
    {"__copy__", itself, METHOD_NOARGS, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", itself, METHOD_ONE,
     "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"string", MEMBER_OBJECT, offsetof(struct sre_match, string), true,
     "The string passed to match() or search()."},
    {"re", MEMBER_OBJECT, offsetof(struct sre_match, pattern), true,
     "The regular expression object."},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def getsets[] = {
    {"pos", get_pos, NULL, "Where matching began.", NULL},
    {"endpos", get_endpos, NULL, "Where matching had to end.", NULL},
    {"lastindex", get_lastindex, NULL, "The last group matched.", NULL},
    {"lastgroup", get_lastgroup, NULL, "Its name.", NULL},
    {"regs", get_regs, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec sre_match_spec = {
    .name = "re.Match",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct sre_match),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 3,
               .clear = sequence_no_clear},
    .slots = {.repr = repr, .subscript = subscript},
    .methods = methods,
    .members = members,
    .getsets = getsets,
    .doc = "The result of re.match() and re.search().\n"
           "Match objects always have a boolean value of True.",
};
