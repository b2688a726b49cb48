/*
 * What decides about a warning: the filters, and registries of those that were
 * shown before.  A registry is as old as the filters it was kept under.
 */
#include "scripts/modules/native.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

static const char keys[3], version_key;

/* ---- state ------------------------------------------------------------------ */

static bool add_filter(struct vm *vm, object *list, const char *action,
                       enum exception_id category, const char *module)
{
    object *a = str_from(vm, action);
    object *m = module ? str_from(vm, module) : vm_none(vm);
    object *row = a && m
                      ? tuple_pack(vm, 5, a, vm->none,
                                   type_as_object(vm->exceptions[category]), m,
                                   vm->small_ints[0 - SMALL_INT_MIN])
                      : NULL;
    bool ok = row && list_append(vm, list, row);
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, m);
    vm_release_maybe(vm, row);
    return ok;
}

static object *first_filters(struct vm *vm)
{
    object *list = list_new(vm, 5);
    if (list &&
        add_filter(vm, list, "default", EXC_DEPRECATION_WARNING, "__main__") &&
        add_filter(vm, list, "ignore", EXC_DEPRECATION_WARNING, NULL) &&
        add_filter(vm, list, "ignore", EXC_PENDING_DEPRECATION_WARNING, NULL) &&
        add_filter(vm, list, "ignore", EXC_IMPORT_WARNING, NULL) &&
        add_filter(vm, list, "ignore", EXC_RESOURCE_WARNING, NULL))
        return list;
    vm_release_maybe(vm, list);
    return NULL;
}

object *warnings_state(struct vm *vm, enum warning_state which)
{
    object **slot = native_slot(vm, &keys[which]);
    if (!slot || *slot)
        return slot ? *slot : NULL;
    object *made = which == WARNING_FILTERS ? first_filters(vm)
                   : which == WARNING_ONCE  ? dict_new(vm)
                                            : str_intern(vm, "default");
    slot = made ? native_slot(vm, &keys[which]) : NULL;
    if (slot)
        *slot = made;
    else
        vm_release_maybe(vm, made);
    return slot ? made : NULL;
}

/* How often the filters have changed; borrowed.  NULL: pending. */
static object *version(struct vm *vm)
{
    object **slot = native_slot(vm, &version_key);
    if (slot && !*slot)
        *slot = int_new(vm, 0);
    return slot ? *slot : NULL;
}

void warnings_filters_mutated(struct vm *vm)
{
    object *old = version(vm);
    object *next = old ? vm_binary(vm, BINARY_ADD, old,
                                   vm->small_ints[1 - SMALL_INT_MIN])
                       : NULL;
    object **slot = next ? native_slot(vm, &version_key) : NULL;
    if (slot)
        heap_store(vm->heap, slot, next);
}

bool warnings_attribute(struct vm *vm, const char *name, bool import,
                        object **out)
{
    *out = NULL;
    if (!vm->modules || dict_length(vm->modules) == 0) /* at the very end */
        return true;
    object *key = str_intern(vm, import ? "warnings" : name);
    object *module =
        !key     ? NULL
        : import ? import_module(vm, key)
                 : dict_get_c_peek(vm, vm->modules, "warnings");
    if (!import)
        heap_retain_maybe(module);
    vm_release_maybe(vm, key);
    if (!module) {
        vm_pending_clear(vm);
        return true;
    }
    object *attribute = str_intern(vm, name);
    bool ok = attribute && vm_lookup_attr(vm, module, attribute, out);
    vm_release_maybe(vm, attribute);
    vm_release(vm, module);
    return ok;
}

/* warnings.NAME if that is loaded, else our own; new. */
static object *current(struct vm *vm, const char *name,
                       enum warning_state which)
{
    object *found;
    if (!warnings_attribute(vm, name, false, &found))
        return NULL;
    if (found)
        return found;
    found = warnings_state(vm, which);
    return found ? heap_retain(found) : NULL;
}

/* ---- registries ------------------------------------------------------------------ */

/* Forgets what was kept under other filters. */
static bool renew(struct vm *vm, object *registry)
{
    object *old, *now = version(vm), *name = str_intern(vm, "version");
    int found = now && name ? dict_find(vm, registry, name, &old) : -1;
    bool ok = found >= 0;
    if (ok && (!found || !vm_is(old, TYPE_INT) || vm_equal(vm, old, now) != 1)) {
        dict_clear(vm, registry);
        ok = dict_set(vm, registry, name, now);
    }
    vm_release_maybe(vm, name);
    return ok;
}

int warnings_seen(struct vm *vm, object *registry, object *key, bool mark)
{
    object *seen;
    if (!renew(vm, registry))
        return -1;
    int found = dict_find(vm, registry, key, &seen);
    if (found > 0)
        found = vm_truth(vm, seen);
    if (found)
        return found;
    return mark && !dict_set(vm, registry, key, vm->true_) ? -1 : 0;
}

/* ---- filters ------------------------------------------------------------------------ */

static int matches_text(struct vm *vm, object *pattern, object *text)
{
    if (pattern == vm->none)
        return 1;
    if (vm_is(pattern, TYPE_STR))
        return vm_equal(vm, pattern, text);
    object *name = str_intern(vm, "match");
    object *r = name ? vm_call_method(vm, pattern, name, &text, 1) : NULL;
    int matched = r ? vm_truth(vm, r) : -1;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, r);
    return matched;
}

/* Does a row (action, message, category, module, line) speak of it? */
static int matches(struct vm *vm, object *row, const struct warning *w,
                   object *text, object *module)
{
    object *const *part = tuple_items(row);
    ptrdiff_t line;
    if (!vm_is(part[0], TYPE_STR)) {
        vm_raise(vm, EXC_TYPE_ERROR, "action must be a string, not '%T'",
                 part[0]);
        return -1;
    }
    int matched = matches_text(vm, part[1], text);
    if (matched == 1)
        matched = vm_is_subclass(vm, w->category, part[2]);
    if (matched == 1)
        matched = matches_text(vm, part[3], module);
    if (matched != 1)
        return matched;
    return native_ssize(vm, part[4], &line) ? line == 0 || line == w->line
                                            : -1;
}

/* The row that speaks of it, new; NULL: none, or pending. */
static object *search(struct vm *vm, object *filters, const struct warning *w,
                      object *text, object *module)
{
    for (size_t i = 0; i < list_length(filters); i++) {
        object *row = heap_retain(list_items(filters)[i]);
        bool fits = vm_is(row, TYPE_TUPLE) && tuple_length(row) == 5;
        if (!fits)
            vm_raise(vm, EXC_VALUE_ERROR,
                     "_warnings.filters item %zu isn't a 5-tuple", i);
        int matched = fits ? matches(vm, row, w, text, module) : -1;
        if (matched == 1)
            return row;
        vm_release(vm, row);
        if (matched < 0)
            return NULL;
    }
    return NULL;
}

object *warnings_action(struct vm *vm, const struct warning *w, object *text,
                        object *module, object **row)
{
    *row = NULL;
    object *filters = current(vm, "filters", WARNING_FILTERS);
    if (!filters)
        return NULL;
    if (vm_is(filters, TYPE_LIST))
        *row = search(vm, filters, w, text, module);
    else
        vm_raise(vm, EXC_VALUE_ERROR, "_warnings.filters must be a list");
    vm_release(vm, filters);
    if (*row)
        return tuple_items(*row)[0];
    if (vm_pending(vm))
        return NULL;
    *row = current(vm, "defaultaction", WARNING_DEFAULT);
    if (*row && vm_is(*row, TYPE_STR))
        return *row;
    return *row ? vm_raise(vm, EXC_TYPE_ERROR,
                           "_warnings.defaultaction must be a string, not '%T'",
                           *row)
                : NULL;
}
