/*
 * keys(), values(), items() and the iterators behind them.
 */
#include "scripts/types/dict_views.h"

#include "scripts/types/dict_table.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS(args, nargs, kwnames)                                      \
    ((void)(args), (void)(nargs), (void)(kwnames))

struct dict_view {
    struct heap_node node;
    object *dict;
};

struct dict_iterator {
    struct heap_node node;
    object *dict;   /* NULL at the end */
    object *result; /* a pair to use again while nobody else holds it */
    size_t pos, left;
    uint32_t used;
    uint8_t over, reversed;
};

object *dict_view_dict(object *view)
{
    return ((struct dict_view *)view)->dict;
}

/* ---- iterators ------------------------------------------------------------- */

static enum type_id iterator_type(enum dict_over over, bool reversed)
{
    static const enum type_id types[][3] = {
        {TYPE_DICT_KEY_ITERATOR, TYPE_DICT_VALUE_ITERATOR,
         TYPE_DICT_ITEM_ITERATOR},
        {TYPE_DICT_REVERSE_KEY_ITERATOR, TYPE_DICT_REVERSE_VALUE_ITERATOR,
         TYPE_DICT_REVERSE_ITEM_ITERATOR},
    };
    return types[reversed][over];
}

object *dict_iterator_new(struct vm *vm, object *dict, enum dict_over over,
                          bool reversed)
{
    object *pair = NULL;
    if (over == DICT_OVER_ITEMS &&
        !(pair = tuple_pack(vm, 2, vm->none, vm->none)))
        return NULL;
    struct dict_iterator *it = (struct dict_iterator *)type_alloc(
        vm, vm->types[iterator_type(over, reversed)], 0);
    if (!it) {
        vm_release_maybe(vm, pair);
        return NULL;
    }
    it->dict = heap_retain(dict);
    it->result = pair;
    it->used = dict_of(dict)->used;
    it->left = it->used;
    it->pos = reversed ? SIZE_MAX : 0;
    it->over = (uint8_t)over;
    it->reversed = reversed;
    return (object *)it;
}

/* (key, value) in the tuple made beforehand if only we hold it. */
static object *make_pair(struct vm *vm, struct dict_iterator *it, object *key,
                         object *value)
{
    object *pair = it->result;
    if (heap_refs(pair) != 1)
        return tuple_pack(vm, 2, key, value);
    heap_retain(pair);
    object **items = tuple_items(pair);
    object *old_key = items[0], *old_value = items[1];
    items[0] = heap_retain(key);
    items[1] = heap_retain(value);
    vm_release(vm, old_key);
    vm_release(vm, old_value);
    if (!heap_is_tracked(pair))
        heap_track(vm->heap, pair);
    return pair;
}

static object *finish(struct vm *vm, struct dict_iterator *it)
{
    it->left = 0;
    heap_store(vm->heap, &it->dict, NULL);
    return NULL;
}

static object *next_item(struct vm *vm, object *self)
{
    struct dict_iterator *it = (struct dict_iterator *)self;
    object *key, *value;
    if (!it->dict)
        return NULL;
    if (it->used != dict_of(it->dict)->used) {
        it->used = UINT32_MAX; /* stays broken */
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "dictionary changed size during iteration");
    }
    bool more = it->reversed ? dict_previous(it->dict, &it->pos, &key, &value)
                             : dict_next(it->dict, &it->pos, &key, &value);
    if (!more)
        return finish(vm, it);
    if (it->left == 0 && !it->reversed)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "dictionary keys changed during iteration");
    it->left--;
    if (it->over == DICT_OVER_ITEMS)
        return make_pair(vm, it, key, value);
    return heap_retain(it->over == DICT_OVER_KEYS ? key : value);
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct dict_iterator *it = (struct dict_iterator *)self;
    UNUSED_ARGS(args, nargs, kwnames);
    bool valid = it->dict && it->used == dict_of(it->dict)->used;
    return int_new(vm, valid ? (int64_t)it->left : 0);
}

/* iter(LIST) of what is left; the iterator itself stays where it is. */
static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct dict_iterator rest = *(struct dict_iterator *)self;
    object *list = list_new(vm, 0), *item;
    UNUSED_ARGS(args, nargs, kwnames);
    if (rest.dict)
        heap_retain(rest.dict);
    while (list && (item = next_item(vm, (object *)&rest)))
        if (!list_append_steal(vm, list, item))
            break;
    vm_release_maybe(vm, rest.dict);
    if (!vm_pending(vm))
        return iterator_reduced_steal(vm, "iter", list, NULL);
    vm_release_maybe(vm, list);
    return NULL;
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(reduce),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"dict", offsetof(struct dict_iterator, dict)},
    {"result", offsetof(struct dict_iterator, result)},
};

#define ITERATOR_SPEC(id, text)                                                \
    const struct type_spec id = {                                              \
        .name = text,                                                          \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = {.size = sizeof(struct dict_iterator),                       \
                   .flags = HEAP_CONTAINER,                                    \
                   .clear = sequence_no_clear,                                 \
                   .fields = iterator_fields,                                  \
                   .field_count = 2},                                          \
        .slots = {.iter = sequence_self, .next = next_item},                   \
        .methods = iterator_methods,                                           \
    }

ITERATOR_SPEC(dict_key_iterator_spec, "dict_keyiterator");
ITERATOR_SPEC(dict_value_iterator_spec, "dict_valueiterator");
ITERATOR_SPEC(dict_item_iterator_spec, "dict_itemiterator");
ITERATOR_SPEC(dict_reverse_key_iterator_spec, "dict_reversekeyiterator");
ITERATOR_SPEC(dict_reverse_value_iterator_spec, "dict_reversevalueiterator");
ITERATOR_SPEC(dict_reverse_item_iterator_spec, "dict_reverseitemiterator");

/* ---- views ---------------------------------------------------------------------- */

object *dict_view_of_type(struct vm *vm, object *dict, struct type_object *type)
{
    struct dict_view *view = (struct dict_view *)type_alloc(vm, type, 0);
    if (view)
        view->dict = heap_retain(dict);
    return (object *)view;
}

object *dict_view_new(struct vm *vm, object *dict, enum type_id type)
{
    return dict_view_of_type(vm, dict, vm->types[type]);
}

static enum dict_over over_of(const object *view)
{
    return vm_is(view, TYPE_DICT_KEYS)     ? DICT_OVER_KEYS
           : vm_is(view, TYPE_DICT_VALUES) ? DICT_OVER_VALUES
                                           : DICT_OVER_ITEMS;
}

static ptrdiff_t view_length(struct vm *vm, object *view)
{
    (void)vm;
    return (ptrdiff_t)dict_length(dict_view_dict(view));
}

static object *view_iterate(struct vm *vm, object *view)
{
    return dict_iterator_new(vm, dict_view_dict(view), over_of(view), false);
}

static object *view_reversed(struct vm *vm, object *view, object *const *args,
                             size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_iterator_new(vm, dict_view_dict(view), over_of(view), true);
}

static object *view_repr(struct vm *vm, object *view)
{
    int inside = repr_enter(vm, view);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "...");
    object *list = vm_list_from(vm, view);
    object *text = list ? str_format(vm, "%T(%R)", view, list) : NULL;
    vm_release_maybe(vm, list);
    repr_leave(vm, view);
    return text;
}

static int keys_contain(struct vm *vm, object *view, object *key)
{
    object *value;
    return dict_find(vm, dict_view_dict(view), key, &value);
}

static int items_contain(struct vm *vm, object *view, object *item)
{
    object *value;
    if (!vm_is(item, TYPE_TUPLE) || tuple_length(item) != 2)
        return 0;
    int found = dict_find(vm, dict_view_dict(view), tuple_items(item)[0],
                          &value);
    if (found != 1)
        return found;
    heap_retain(value);
    int same = vm_equal(vm, value, tuple_items(item)[1]);
    vm_release(vm, value);
    return same;
}

/* ---- keys and items as sets ------------------------------------------------------- */

static bool is_set_like(struct vm *vm, object *o)
{
    static const enum type_id set_like[] = {TYPE_DICT_KEYS, TYPE_DICT_ITEMS,
                                            TYPE_SET, TYPE_FROZENSET};
    for (size_t i = 0; i < sizeof set_like / sizeof *set_like; i++)
        if (type_is_subtype(vm_type_of(vm, o), vm->types[set_like[i]]))
            return true;
    return false;
}

/* Is every item of a in b? */
static int all_in(struct vm *vm, object *a, object *b)
{
    object *item, *it = vm_iter(vm, a);
    int all = 1;
    if (!it)
        return -1;
    while (all == 1 && (item = vm_next(vm, it))) {
        all = vm_contains(vm, b, item);
        vm_release(vm, item);
    }
    vm_release(vm, it);
    return vm_pending(vm) ? -1 : all;
}

static object *view_compare(struct vm *vm, object *a, object *b,
                            enum vm_compare op)
{
    if (!is_set_like(vm, b))
        return heap_retain(vm->not_implemented);
    ptrdiff_t n = vm_length(vm, a), m = vm_length(vm, b);
    if (n < 0 || m < 0)
        return NULL;
    int result;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE:
        result = n == m ? all_in(vm, a, b) : 0;
        result = op == COMPARE_NE && result >= 0 ? !result : result;
        break;
    case COMPARE_LT:
    case COMPARE_LE:
        result = (op == COMPARE_LT ? n < m : n <= m) ? all_in(vm, a, b) : 0;
        break;
    default:
        result = (op == COMPARE_GT ? n > m : n >= m) ? all_in(vm, b, a) : 0;
    }
    return result < 0 ? NULL : vm_bool(vm, result);
}

static object *set_of(struct vm *vm, object *a)
{
    object *set = set_new(vm);
    if (set && set_update(vm, set, a))
        return set;
    vm_release_maybe(vm, set);
    return NULL;
}

/* set(a), then the named update with b. */
static object *set_operation(struct vm *vm, object *a, object *b,
                             const char *update)
{
    object *set = set_of(vm, a);
    object *name = set ? str_intern(vm, update) : NULL;
    object *done = name ? vm_call_method(vm, set, name, &b, 1) : NULL;
    vm_release_maybe(vm, name);
    if (done) {
        vm_release(vm, done);
        return set;
    }
    vm_release_maybe(vm, set);
    return NULL;
}

static object *view_subtract(struct vm *vm, object *a, object *b)
{
    return set_operation(vm, a, b, "difference_update");
}

static object *view_or(struct vm *vm, object *a, object *b)
{
    object *set = set_of(vm, a);
    if (set && set_update(vm, set, b))
        return set;
    vm_release_maybe(vm, set);
    return NULL;
}

static object *view_xor(struct vm *vm, object *a, object *b)
{
    return set_operation(vm, a, b, "symmetric_difference_update");
}

static bool is_view(const object *o)
{
    return vm_is(o, TYPE_DICT_KEYS) || vm_is(o, TYPE_DICT_ITEMS);
}

/* Those items of b that are in the view, b's own objects in b's order. */
static object *items_in(struct vm *vm, object *view, object *b)
{
    object *set = set_new(vm), *it = set ? vm_iter(vm, b) : NULL, *item;
    int in = it ? 0 : -1;
    while (in >= 0 && (item = vm_next(vm, it))) {
        in = vm_contains(vm, view, item);
        if (in > 0 && !set_add(vm, set, item))
            in = -1;
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    if (in >= 0 && !vm_pending(vm))
        return set;
    vm_release_maybe(vm, set);
    return NULL;
}

/* A view, whichever side it is on, looks through the other or through the
 * smaller of two. */
static object *view_and(struct vm *vm, object *a, object *b)
{
    object *view = is_view(a) ? a : b, *other = is_view(a) ? b : a;
    ptrdiff_t n = vm_length(vm, view);
    bool set = vm_is(other, TYPE_SET);
    if (set && n <= (ptrdiff_t)vm_length(vm, other)) {
        object *name = str_intern(vm, "intersection");
        object *r = name ? vm_call_method(vm, other, name, &view, 1) : NULL;
        vm_release_maybe(vm, name);
        return r;
    }
    return is_view(other) && vm_length(vm, other) > n
               ? items_in(vm, other, view)
               : items_in(vm, view, other);
}

static object *is_disjoint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    object *item, *it = vm_iter(vm, args[0]);
    int shared = 0;
    if (!it)
        return NULL;
    while (shared == 0 && (item = vm_next(vm, it))) {
        shared = vm_contains(vm, self, item);
        vm_release(vm, item);
    }
    vm_release(vm, it);
    return vm_pending(vm) ? NULL : vm_bool(vm, !shared);
}

static object *get_mapping(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_call1(vm, (object *)vm->types[TYPE_MAPPINGPROXY],
                    dict_view_dict(self));
}

static const struct getset_def view_getsets[] = {
    {"mapping", get_mapping, NULL, "dictionary that this view refers to",
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def set_view_methods[] = {
    {"isdisjoint", is_disjoint, METHOD_ONE,
     "Do the view and the iterable have nothing in common?"},
    {"__reversed__", view_reversed, METHOD_NOARGS,
     "An iterator from the end."},
    {NULL, NULL, 0, NULL},
};

static const struct heap_field view_fields[] = {
    {"dict", offsetof(struct dict_view, dict)},
};

#define VIEW_LAYOUT                                                            \
    {.size = sizeof(struct dict_view),                                         \
     .flags = HEAP_CONTAINER,                                                  \
     .clear = sequence_no_clear,                                               \
     .fields = view_fields,                                                    \
     .field_count = 1}

#define SET_VIEW_SPEC(id, text, contains_slot)                                 \
    const struct type_spec id = {                                              \
        .name = text,                                                          \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = VIEW_LAYOUT,                                                 \
        .slots = {.binary = {[BINARY_SUB] = view_subtract,                     \
                             [BINARY_AND] = view_and,                          \
                             [BINARY_OR] = view_or,                            \
                             [BINARY_XOR] = view_xor},                         \
                  .length = view_length,                                       \
                  .contains = contains_slot,                                   \
                  .compare = view_compare,                                     \
                  .repr = view_repr,                                           \
                  .iter = view_iterate},                                       \
        .methods = set_view_methods,                                           \
        .getsets = view_getsets,                                               \
    }

SET_VIEW_SPEC(dict_keys_spec, "dict_keys", keys_contain);
SET_VIEW_SPEC(dict_items_spec, "dict_items", items_contain);

static const struct method_def values_methods[] = {
    {"__reversed__", view_reversed, METHOD_NOARGS,
     "An iterator from the end."},
    {NULL, NULL, 0, NULL},
};

const struct type_spec dict_values_spec = {
    .name = "dict_values",
    .flags = TYPE_DISALLOW_NEW,
    .layout = VIEW_LAYOUT,
    .slots = {.length = view_length,
              .repr = view_repr,
              .iter = view_iterate},
    .methods = values_methods,
    .getsets = view_getsets,
};
