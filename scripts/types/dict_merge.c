/*
 * dict: copies of a whole dict, and what a mapping adds to one.  Where CPython
 * copies place for place so do we, since sys.getsizeof and the places of later
 * entries show it; the hashes that a dict knows are taken along.
 */
#include "scripts/types/dict_table.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* Whether CPython copies place for place: dict.copy, when few are deleted. */
static bool is_dense(struct vm *vm, object *dict)
{
    return dict_length(dict) >= dict_of(dict)->table->count * 2 / 3 &&
           vm_type_of(vm, dict)->slots.iter ==
               vm->types[TYPE_DICT]->slots.iter;
}

/* The same for dict(d): none is deleted and the table is none too big. */
static bool is_compact(const object *dict)
{
    const struct dict_table *t = ((const struct dict_object *)dict)->table;
    return dict_length(dict) == t->count &&
           (t->log2_index == DICT_LOG2_SMALLEST ||
            dict_table_usable(t->log2_index - 1) < t->count);
}

static bool merge_hashed(struct vm *vm, object *dict, object *key,
                         object *value, int64_t hash, int mode)
{
    object *old;
    if (mode == 1)
        return dict_set_hashed(vm, dict, key, value, hash);
    int found = dict_find_hashed(vm, dict, key, hash, &old);
    if (found == 1 && mode == 2) {
        vm_raise_object(vm, EXC_KEY_ERROR, key);
        return false;
    }
    if (found)
        return found == 1;
    return dict_set_hashed(vm, dict, key, value, hash);
}

static bool merge_one(struct vm *vm, object *dict, object *key, object *value,
                      int mode)
{
    int64_t hash;
    return vm_hash(vm, key, &hash) &&
           merge_hashed(vm, dict, key, value, hash, mode);
}

static bool merge_dict(struct vm *vm, object *dict, object *other, int mode)
{
    size_t pos = 0;
    int64_t hash;
    object *key, *value;
    if (dict == other || dict_length(other) == 0)
        return true;
    struct dict_table *from = dict_of(other)->table;
    if (dict_length(dict) == 0 && is_compact(other))
        return dict_clone(vm, other, dict);
    size_t wanted = dict_length(dict) + dict_length(other);
    if (dict_length(dict) == 0 &&
        !dict_resize(vm, dict, wanted,
                from->text && (!dict_of(dict)->table || dict_of(dict)->table->text)))
        return false;
    while (dict_next_hashed(other, &pos, &key, &value, &hash)) {
        size_t before = dict_length(other);
        heap_retain(key);
        heap_retain(value);
        bool ok = merge_hashed(vm, dict, key, value, hash, mode);
        vm_release(vm, key);
        vm_release(vm, value);
        if (!ok)
            return false;
        if (dict_length(other) != before) {
            vm_raise(vm, EXC_RUNTIME_ERROR, "dict mutated during update");
            return false;
        }
    }
    return true;
}

object *dict_copy(struct vm *vm, object *dict)
{
    object *copy = dict_new(vm);
    if (!copy || !dict_length(dict))
        return copy;
    if (is_dense(vm, dict) ? !dict_clone(vm, dict, copy)
                           : !merge_dict(vm, copy, dict, 1)) {
        vm_release(vm, copy);
        return NULL;
    }
    return copy;
}

static bool merge_mapping(struct vm *vm, object *dict, object *mapping,
                          int mode)
{
    object *key, *value;
    bool ok = true;
    object *keys = vm_call_method(vm, mapping, vm->name[NAME_keys], NULL, 0);
    object *it = keys ? vm_iter(vm, keys) : NULL;
    if (keys && !it && vm_pending_is(vm, EXC_TYPE_ERROR)) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%T.keys() returned a non-iterable (type %T)", mapping, keys);
    }
    vm_release_maybe(vm, keys);
    if (!it)
        return false;
    while (ok && (key = vm_next(vm, it))) {
        value = vm_getitem(vm, mapping, key);
        ok = value && merge_one(vm, dict, key, value, mode);
        vm_release(vm, key);
        vm_release_maybe(vm, value);
    }
    vm_release(vm, it);
    return ok && !vm_pending(vm);
}

static bool plain_iteration(struct vm *vm, object *mapping)
{
    struct type_object *type = vm_type_of(vm, mapping);
    return (type->flags & TYPE_DICT_SUBCLASS) &&
           type->slots.iter == vm->types[TYPE_DICT]->slots.iter;
}

bool dict_merge(struct vm *vm, object *dict, object *mapping, int mode)
{
    if (plain_iteration(vm, mapping))
        return merge_dict(vm, dict, mapping, mode);
    return merge_mapping(vm, dict, mapping, mode);
}
