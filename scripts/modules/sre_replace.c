/*
 * What a pattern does all along a text: findall, split, sub.
 */
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/modules/sre.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* The next match from s->start on: 1, 0, -1 pending. */
static int next(struct sre_state *s, const struct sre_pattern *p)
{
    if (s->start > s->length)
        return 0;
    s->at = s->start;
    return sre_search(s, p);
}

/* Goes on behind the match; an empty one there does not count. */
static void go_on(struct sre_state *s)
{
    s->advance = s->at == s->start;
    s->start = s->at;
}

/* ---- findall ------------------------------------------------------------- */

/* What findall tells of a match. */
static object *found(struct sre_state *s, size_t groups)
{
    if (groups == 0)
        return sre_state_group(s, 0, true);
    if (groups == 1)
        return sre_state_group(s, 1, true);
    object *all = tuple_new(s->vm, groups);
    for (size_t k = 0; all && k < groups; k++) {
        tuple_items(all)[k] = sre_state_group(s, k + 1, true);
        if (!tuple_items(all)[k])
            heap_store(s->vm->heap, &all, NULL);
    }
    return all;
}

static bool find_all(struct sre_state *s, const struct sre_pattern *p,
                     object *list)
{
    int status;
    while ((status = next(s, p)) > 0) {
        object *item = found(s, (size_t)p->groups);
        if (!item || !list_append_steal(s->vm, list, item))
            return false;
        go_on(s);
    }
    return status == 0;
}

object *sre_pattern_findall(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    struct sre_state s;
    object *string, *list = NULL;
    ptrdiff_t pos, endpos;
    if (!sre_span_arguments(vm, "findall", args, nargs, kwnames, &string, &pos,
                            &endpos))
        return NULL;
    if (sre_state_init(vm, &s, self, string, pos, endpos))
        list = list_new(vm, 0);
    if (list && !find_all(&s, sre_pattern_of(self), list))
        heap_store(vm->heap, &list, NULL);
    sre_state_done(&s);
    return list;
}

/* ---- split --------------------------------------------------------------- */

static bool append(struct vm *vm, object *list, object *stolen)
{
    return stolen && list_append_steal(vm, list, stolen);
}

static bool split(struct sre_state *s, const struct sre_pattern *p,
                  ptrdiff_t most, object *list)
{
    ptrdiff_t last = s->start;
    int status = 0;
    for (ptrdiff_t n = 0; !most || n < most; n++) {
        if ((status = next(s, p)) <= 0)
            break;
        if (!append(s->vm, list, sre_slice(s->vm, s->string, last, s->start)))
            return false;
        for (size_t k = 1; k <= (size_t)p->groups; k++)
            if (!append(s->vm, list, sre_state_group(s, k, false)))
                return false;
        last = s->at;
        go_on(s);
    }
    return status >= 0 &&
           append(s->vm, list, sre_slice(s->vm, s->string, last, s->length));
}

object *sre_pattern_split(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    static const char *const names[] = {"string", "maxsplit", NULL};
    static const struct arg_spec spec = {"split", names, 0, 2, 1};
    struct sre_state s;
    object *in[2], *list = NULL;
    ptrdiff_t most = 0;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !native_ssize(vm, in[1], &most)))
        return NULL;
    if (sre_state_init(vm, &s, self, in[0], 0, PTRDIFF_MAX))
        list = list_new(vm, 0);
    if (list && !split(&s, sre_pattern_of(self), most, list))
        heap_store(vm->heap, &list, NULL);
    sre_state_done(&s);
    return list;
}

/* ---- sub ----------------------------------------------------------------- */

/* Does the replacement stand for itself? */
static bool is_plain(struct vm *vm, object *template)
{
    struct sre_state s = {.vm = vm};
    bool plain = false;
    if (vm_type_of(vm, template)->flags & TYPE_STR_SUBCLASS) {
        for (size_t k = 0; k < str_length(template); k++)
            if (str_at(template, k) == '\\')
                return false;
        return true;
    }
    if (!buffer_check(vm, template))
        return false;
    if (sre_text(vm, template, &s))
        plain = !memchr(s.text, '\\', (size_t)s.length);
    else
        vm_pending_clear(vm);
    buffer_done(vm, &s.buffer);
    return plain;
}

/* What makes the replacements, new: something to call or to insert. */
static object *read_template(struct vm *vm, object *self, object *template)
{
    if (vm_callable(vm, template) || is_plain(vm, template))
        return heap_retain(template);
    object *args[] = {self, template};
    return sre_call_library(vm, "_subx", args, 2);
}

/* Appends what replaces the match; None: nothing. */
static bool replace(struct sre_state *s, object *self, object *filter,
                    bool callable, object *list)
{
    object *item = heap_retain(filter);
    if (callable) {
        object *match = sre_match_new(s->vm, self, s, 1);
        vm_release(s->vm, item);
        item = match ? vm_call1(s->vm, filter, match) : NULL;
        vm_release_maybe(s->vm, match);
    }
    if (item && item != s->vm->none)
        return list_append_steal(s->vm, list, item);
    vm_release_maybe(s->vm, item);
    return item;
}

/* The pieces of the new text; the number of replacements, -1 pending. */
static ptrdiff_t replace_all(struct sre_state *s, object *self, object *filter,
                             ptrdiff_t most, object *list)
{
    bool callable = vm_callable(s->vm, filter);
    ptrdiff_t n = 0, last = 0;
    int status = 0;
    for (; !most || n < most; n++) {
        if ((status = next(s, sre_pattern_of(self))) <= 0)
            break;
        if (last < s->start &&
            !append(s->vm, list, sre_slice(s->vm, s->string, last, s->start)))
            return -1;
        if (!replace(s, self, filter, callable, list))
            return -1;
        last = s->at;
        go_on(s);
    }
    if (status < 0 ||
        (last < s->length &&
         !append(s->vm, list, sre_slice(s->vm, s->string, last, s->length))))
        return -1;
    return n;
}

static object *join(struct vm *vm, object *string, object *list)
{
    object *joiner = sre_slice(vm, string, 0, 0);
    if (!joiner || list_length(list) == 0)
        return joiner;
    object *name = str_intern(vm, "join");
    object *text = name ? vm_call_method(vm, joiner, name, &list, 1) : NULL;
    vm_release_maybe(vm, name);
    vm_release(vm, joiner);
    return text;
}

static object *substitute(struct vm *vm, object *self, const char *name,
                          object *const *args, size_t nargs, object *kwnames,
                          ptrdiff_t *replaced)
{
    static const char *const names[] = {"repl", "string", "count", NULL};
    struct arg_spec spec = {name, names, 0, 3, 2};
    struct sre_state s;
    object *in[3], *text = NULL;
    ptrdiff_t most = 0;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[2] && !native_ssize(vm, in[2], &most)))
        return NULL;
    object *filter = read_template(vm, self, in[0]);
    object *list = filter ? list_new(vm, 0) : NULL;
    if (!list) {
        vm_release_maybe(vm, filter);
        return NULL;
    }
    if (sre_state_init(vm, &s, self, in[1], 0, PTRDIFF_MAX)) {
        *replaced = replace_all(&s, self, filter, most, list);
        if (*replaced >= 0)
            text = join(vm, s.string, list);
    }
    sre_state_done(&s);
    vm_release(vm, filter);
    vm_release(vm, list);
    return text;
}

object *sre_pattern_sub(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    ptrdiff_t n;
    return substitute(vm, self, "sub", args, nargs, kwnames, &n);
}

object *sre_pattern_subn(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    ptrdiff_t n;
    object *text = substitute(vm, self, "subn", args, nargs, kwnames, &n);
    object *number = text ? int_new(vm, n) : NULL;
    object *pair = number ? tuple_pack(vm, 2, text, number) : NULL;
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, number);
    return pair;
}
