/*
 * "Did you mean": the name nearest to one that was not found.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/traceback.h"

#define MAX_CANDIDATES 750
#define MAX_SIZE 40
#define MOVE_COST 2
#define CASE_COST 1

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t change_cost(unsigned char a, unsigned char b)
{
    if (a == b)
        return 0;
    if (a < 128 && b < 128 && (a ^ b) == 32 && ((a | 32) >= 'a') &&
        (a | 32) <= 'z')
        return CASE_COST;
    return MOVE_COST;
}

/* Edit distance, or something larger than max. */
static size_t distance(const char *a, size_t n, const char *b, size_t m,
                       size_t max)
{
    size_t row[MAX_SIZE];
    while (n && m && *a == *b)
        a++, b++, n--, m--;
    while (n && m && a[n - 1] == b[m - 1])
        n--, m--;
    if (n == 0 || m == 0)
        return (n + m) * MOVE_COST;
    if (n > MAX_SIZE || m > MAX_SIZE)
        return max + 1;
    if (m < n) {
        const char *text = a;
        size_t length = n;
        a = b, n = m;
        b = text, m = length;
    }
    if ((m - n) * MOVE_COST > max)
        return max + 1;
    for (size_t k = 0; k < n; k++)
        row[k] = (k + 1) * MOVE_COST;
    size_t result = 0;
    for (size_t j = 0; j < m; j++) {
        size_t diagonal = result = j * MOVE_COST, least = SIZE_MAX;
        for (size_t k = 0; k < n; k++) {
            size_t change = diagonal + change_cost((unsigned char)b[j],
                                                   (unsigned char)a[k]);
            diagonal = row[k];
            result = smaller(change, smaller(result, diagonal) + MOVE_COST);
            row[k] = result;
            least = smaller(least, result);
        }
        if (least > max)
            return max + 1;
    }
    return result;
}

/* The candidate nearest to name, new, or NULL. */
static object *nearest(struct vm *vm, object *candidates, object *name)
{
    char wanted[MAX_SIZE * 4], text[MAX_SIZE * 4];
    size_t n = str_to_utf8(name, wanted, sizeof wanted), best = SIZE_MAX;
    object *found = NULL;
    (void)vm;
    if (n > sizeof wanted || list_length(candidates) > MAX_CANDIDATES)
        return NULL;
    for (size_t k = 0; k < list_length(candidates); k++) {
        object *item = list_items(candidates)[k];
        size_t m, max, d;
        if (!vm_is(item, TYPE_STR) || str_equal(item, name))
            continue;
        m = str_to_utf8(item, text, sizeof text);
        if (m > sizeof text)
            continue;
        max = (n + m + 3) * MOVE_COST / 6;
        max = best == SIZE_MAX ? max : smaller(max, best - 1);
        d = distance(wanted, n, text, m, max);
        if (d > max)
            continue;
        if (!found || d < best) {
            found = item;
            best = d;
        }
    }
    return heap_retain_maybe(found);
}

static object *nearest_in(struct vm *vm, object *candidates, object *name)
{
    object *found = candidates ? nearest(vm, candidates, name) : NULL;
    vm_release_maybe(vm, candidates);
    return found;
}

static object *suggest_attribute(struct vm *vm, object *exception)
{
    struct attribute_error_object *e = (void *)exception;
    if (!e->obj || !e->name || !vm_is(e->name, TYPE_STR))
        return NULL;
    return nearest_in(vm, vm_dir(vm, e->obj), e->name);
}

/* The frame a NameError was raised in. */
static struct vm_frame *innermost(object *exception)
{
    struct traceback_object *tb =
        (struct traceback_object *)exception_of(exception)->traceback;
    while (tb && tb->next)
        tb = tb->next;
    return tb ? tb->frame->frame : NULL;
}

/* The names of a function's variables, set or not; new. */
static object *variables(struct vm *vm, const struct code *code)
{
    object *list = list_new(vm, code->localsplus_count);
    for (size_t k = 0; list && k < code->localsplus_count; k++)
        if (!list_append(vm, list, code->localsplus_names[k])) {
            vm_release(vm, list);
            return NULL;
        }
    return list;
}

static object *suggest_variable(struct vm *vm, object *exception)
{
    struct attribute_error_object *e = (void *)exception;
    struct vm_frame *f = innermost(exception);
    object *found, *mappings[2];
    if (!f || !f->code || !e->name || !vm_is(e->name, TYPE_STR))
        return NULL;
    found = nearest_in(vm, variables(vm, f->code), e->name);
    mappings[0] = heap_retain_maybe(f->globals);
    mappings[1] = heap_retain_maybe(f->builtins);
    for (int k = 0; k < 2; k++) {
        if (!found && mappings[k] && vm_is(mappings[k], TYPE_DICT))
            found = nearest_in(vm, dict_keys_list(vm, mappings[k]), e->name);
        vm_release_maybe(vm, mappings[k]);
    }
    return found;
}

object *suggest_name(struct vm *vm, object *exception)
{
    struct type_object *type = vm_type_of(vm, exception);
    object *found = NULL;
    if (type_is_subtype(type, vm->exceptions[EXC_ATTRIBUTE_ERROR]))
        found = suggest_attribute(vm, exception);
    else if (type_is_subtype(type, vm->exceptions[EXC_NAME_ERROR]))
        found = suggest_variable(vm, exception);
    vm_pending_clear(vm);
    return found;
}
