/*
 * keys(), values() and items() of an OrderedDict, and its iterator.
 *
 * The iterator owns the key that comes next and remembers its place, which
 * holds while the order does not change.
 */
#include <stddef.h>

#include "scripts/modules/native.h"
#include "scripts/modules/ordered_dict.h"
#include "scripts/types/dict_views.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    object *name(struct vm *vm, object *self, object *const *args,             \
                 size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

struct iterator {
    struct heap_node node;
    object *ordered; /* NULL once the walk is over */
    object *key;     /* the next one; NULL at the end */
    object *result;  /* a pair to use again, for items */
    uint64_t state;
    uint32_t place, size;
    uint8_t over, reversed;
};

static struct iterator *iterator_of(object *o)
{
    return (struct iterator *)o;
}

object *ordered_iterate(struct vm *vm, object *self, int over, bool reversed)
{
    uint32_t place;
    object *pair = NULL;
    struct type_object *type = native_type(vm, &ordered_iterator_spec);
    if (!type || (over == DICT_OVER_ITEMS &&
                  !(pair = tuple_pack(vm, 2, vm->none, vm->none))))
        return NULL;
    struct iterator *it = (struct iterator *)type_alloc(vm, type, 0);
    if (!it || !ordered_end(vm, self, reversed, &place)) {
        vm_release_maybe(vm, pair);
        vm_release_maybe(vm, (object *)it);
        return NULL;
    }
    it->ordered = heap_retain(self);
    it->result = pair;
    it->key = place ? heap_retain(*ordered_entry(ordered_of(self), place))
                    : NULL;
    it->place = place;
    it->size = ordered_of(self)->dict.used;
    it->state = ordered_of(self)->state;
    it->over = (uint8_t)over;
    it->reversed = reversed;
    return (object *)it;
}

/* The dict goes at once; what its end runs finds the walk over. */
static bool over(struct vm *vm, struct iterator *it)
{
    heap_store(vm->heap, &it->key, NULL);
    heap_store(vm->heap, &it->ordered, NULL);
    return false;
}

/* Is there a next key, and the dict as it was?  Else the walk is over. */
static bool can_go_on(struct vm *vm, struct iterator *it)
{
    if (!it->key)
        return over(vm, it);
    const struct ordered_dict *d = ordered_of(it->ordered);
    if (d->state != it->state) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "OrderedDict mutated during iteration");
        return over(vm, it);
    }
    if (d->dict.used != it->size) {
        it->size = UINT32_MAX; /* stays broken */
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "OrderedDict changed size during iteration");
        return false;
    }
    if (ordered_is_whole(d, it->place) &&
        *ordered_entry(d, it->place) == it->key)
        return true;
    vm_raise_object(vm, EXC_KEY_ERROR, it->key);
    return over(vm, it);
}

/* Goes on; the key that was next is the caller's. */
static object *step(struct iterator *it)
{
    const struct ordered_dict *d = ordered_of(it->ordered);
    const struct order_node *node = &d->nodes[it->place - 1];
    object *key = it->key;
    it->place = it->reversed ? node->previous : node->next;
    it->key =
        it->place ? heap_retain(d->nodes[it->place - 1].key) : NULL;
    return key;
}

/* key and value are stolen. */
static object *make_pair(struct vm *vm, struct iterator *it, object *key,
                         object *value)
{
    object *pair = it->result;
    if (heap_refs(pair) == 1)
        heap_retain(pair);
    else
        pair = tuple_pack(vm, 2, vm->none, vm->none);
    if (!pair) {
        vm_release(vm, key);
        vm_release(vm, value);
        return NULL;
    }
    heap_store(vm->heap, &tuple_items(pair)[0], key);
    heap_store(vm->heap, &tuple_items(pair)[1], value);
    if (!heap_is_tracked(pair))
        heap_track(vm->heap, pair);
    return pair;
}

static object *next_item(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (!can_go_on(vm, it))
        return NULL;
    object *value =
        it->over == DICT_OVER_KEYS
            ? NULL
            : heap_retain(ordered_entry(ordered_of(it->ordered), it->place)[1]);
    object *key = step(it);
    if (!value)
        return key;
    if (it->over == DICT_OVER_ITEMS)
        return make_pair(vm, it, key, value);
    vm_release(vm, key);
    return value;
}

/* What is left of the iterator, which stays where it is. */
static object *rest(struct vm *vm, struct iterator *it)
{
    if (!it->key)
        return list_new(vm, 0);
    struct iterator *copy = iterator_of(
        ordered_iterate(vm, it->ordered, it->over, it->reversed));
    if (!copy)
        return NULL;
    heap_store(vm->heap, &copy->key, heap_retain(it->key));
    copy->place = it->place;
    copy->state = it->state;
    copy->size = it->size;
    object *list = vm_list_from(vm, (object *)copy);
    vm_release(vm, (object *)copy);
    return list;
}

static METHOD(iterator_reduce)
{
    UNUSED;
    object *list = rest(vm, iterator_of(self));
    object *iter = list ? dict_get_c_peek(vm, vm->builtins, "iter") : NULL;
    object *arguments = iter ? tuple_pack(vm, 1, list) : NULL;
    if (list && !iter)
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "iter");
    object *r = arguments ? tuple_pack(vm, 2, iter, arguments) : NULL;
    vm_release_maybe(vm, list);
    vm_release_maybe(vm, arguments);
    return r;
}

static const struct heap_field iterator_fields[] = {
    {"odict", offsetof(struct iterator, ordered)},
    {"key", offsetof(struct iterator, key)},
    {"result", offsetof(struct iterator, result)},
};

static const struct method_def iterator_methods[] = {
    {"__reduce__", iterator_reduce, METHOD_NOARGS,
     "Return state information for pickling"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec ordered_iterator_spec = {
    .name = "odict_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct iterator),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = iterator_fields,
               .field_count = 3},
    .slots = {.get_attr = vm_generic_getattr,
              .iter = sequence_self,
              .next = next_item},
    .methods = iterator_methods,
};

/* ---- views ---------------------------------------------------------------------- */

METHOD(ordered_reversed)
{
    UNUSED;
    return ordered_iterate(vm, self, DICT_OVER_KEYS, true);
}

#define VIEW(name, spec, over)                                                 \
    static object *name##_iterate(struct vm *vm, object *view)                 \
    {                                                                          \
        return ordered_iterate(vm, dict_view_dict(view), over, false);         \
    }                                                                          \
    static METHOD(name##_reversed)                                             \
    {                                                                          \
        UNUSED;                                                                \
        return ordered_iterate(vm, dict_view_dict(self), over, true);          \
    }                                                                          \
    METHOD(ordered_##name)                                                     \
    {                                                                          \
        UNUSED;                                                                \
        struct type_object *type = native_type(vm, &spec);                     \
        return type ? dict_view_of_type(vm, self, type) : NULL;                \
    }                                                                          \
    static const struct method_def name##_methods[] = {                        \
        {"__reversed__", name##_reversed, METHOD_NOARGS, NULL},                \
        {NULL, NULL, 0, NULL},                                                 \
    };

VIEW(keys, ordered_keys_spec, DICT_OVER_KEYS)
VIEW(values, ordered_values_spec, DICT_OVER_VALUES)
VIEW(items, ordered_items_spec, DICT_OVER_ITEMS)

#define VIEW_SPEC(id, text, parent, view)                                      \
    const struct type_spec id = {                                              \
        .name = text,                                                          \
        .base = parent,                                                        \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = {.size = sizeof(struct heap_node) + sizeof(object *),        \
                   .flags = HEAP_CONTAINER,                                    \
                   .clear = sequence_no_clear,                                 \
                   .fields = view_fields,                                      \
                   .field_count = 1},                                          \
        .slots = {.iter = view##_iterate},                                     \
        .methods = view##_methods,                                             \
    }

/* The layout of dict's views, which have this field and no more. */
static const struct heap_field view_fields[] = {
    {"dict", sizeof(struct heap_node)},
};

VIEW_SPEC(ordered_keys_spec, "odict_keys", TYPE_DICT_KEYS, keys);
VIEW_SPEC(ordered_values_spec, "odict_values", TYPE_DICT_VALUES, values);
VIEW_SPEC(ordered_items_spec, "odict_items", TYPE_DICT_ITEMS, items);
