/*
 * The order of an OrderedDict: linked places beside the entries of its table.
 *
 * The table moves its entries when it grows, and the methods of dict change
 * it behind our back.  So nothing trusts a place before it has been compared
 * with the table; what does not fit any more has the nodes laid out anew:
 * keys that are still there keep their order, others are dropped, new ones
 * come last.  Neighbours: ordered_dict.c (methods), ordered_views.c.
 */
#include <string.h>

#include "scripts/modules/ordered_dict.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* ---- links ----------------------------------------------------------------- */

static struct order_node *node_at(const struct ordered_dict *d, uint32_t place)
{
    return &d->nodes[place - 1];
}

static void join(struct ordered_dict *d, uint32_t left, uint32_t right)
{
    *(left ? &node_at(d, left)->next : &d->first) = right;
    *(right ? &node_at(d, right)->previous : &d->last) = left;
}

/* key is stolen. */
static void link_at_end(struct ordered_dict *d, uint32_t place, object *key,
                        bool last)
{
    uint32_t left = last ? d->last : 0, right = last ? 0 : d->first;
    node_at(d, place)->key = key;
    join(d, left, place);
    join(d, place, right);
    d->linked++;
    d->state++;
}

/* The node's reference to the key, now the caller's. */
static object *unlink_place(struct ordered_dict *d, uint32_t place)
{
    struct order_node *node = node_at(d, place);
    object *key = node->key;
    node->key = NULL;
    join(d, node->previous, node->next);
    d->linked--;
    d->state++;
    return key;
}

void ordered_move(struct ordered_dict *d, uint32_t place, bool last)
{
    if (place != (last ? d->last : d->first))
        link_at_end(d, place, unlink_place(d, place), last);
}

bool ordered_is_whole(const struct ordered_dict *d, uint32_t place)
{
    const struct dict_table *t = d->dict.table;
    return place && place <= d->room && t && place <= t->count &&
           node_at(d, place)->key &&
           *ordered_entry(d, place) == node_at(d, place)->key;
}

/* ---- laying the nodes out anew ---------------------------------------------- */

struct layout {
    struct order_node *nodes;
    uint32_t room, first;
};

/*
 * Where each old node's key is now, left in its `previous`, 0: gone.  Entries
 * never change their order, so that one walk over both finds them; what the
 * old nodes do not have came later, and so did all behind it.
 */
static void find_moved(const struct layout *old, const struct dict_table *t)
{
    uint32_t i = 0, count = t ? t->count : 0;
    for (uint32_t k = 0; k < old->room; k++)
        old->nodes[k].previous = 0;
    for (uint32_t k = 0; k < count && i < old->room; k++) {
        const object *key = *dict_entry_at(t, k);
        while (key && i < old->room && old->nodes[i].key != key)
            i++;
        if (key && i < old->room)
            old->nodes[i++].previous = k + 1;
    }
}

static void link_moved(struct ordered_dict *d, const struct layout *old)
{
    for (uint32_t place = old->first; place;) {
        struct order_node *node = &old->nodes[place - 1];
        place = node->next;
        if (!node->previous)
            continue;
        link_at_end(d, node->previous, node->key, true);
        node->key = NULL;
    }
}

static void link_new(struct ordered_dict *d)
{
    const struct dict_table *t = d->dict.table;
    for (uint32_t place = 1; t && place <= t->count; place++) {
        object *key = *dict_entry_at(t, place - 1);
        if (key && !node_at(d, place)->key)
            link_at_end(d, place, heap_retain(key), true);
    }
}

static void free_layout(heap *h, struct layout *old)
{
    for (uint32_t i = 0; i < old->room; i++)
        if (old->nodes[i].key)
            heap_release(h, old->nodes[i].key);
    if (old->nodes)
        heap_array_free(h, old->nodes, old->room * sizeof *old->nodes);
}

/* Takes the nodes off d, which then has an empty order. */
static struct layout take_nodes(struct ordered_dict *d)
{
    struct layout old = {d->nodes, d->room, d->first};
    d->nodes = NULL;
    d->seen = NULL;
    d->room = d->first = d->last = d->linked = 0;
    return old;
}

static bool lay_out(struct vm *vm, struct ordered_dict *d)
{
    struct dict_table *t = d->dict.table;
    uint32_t room = t ? dict_table_usable(t->log2_index) : 0;
    size_t bytes = room * sizeof(struct order_node);
    struct order_node *nodes = room ? heap_array_new(vm->heap, bytes) : NULL;
    if (room && !nodes)
        return vm_raise_no_memory(vm);
    if (room)
        memset(nodes, 0, bytes);
    struct layout old = take_nodes(d);
    d->nodes = nodes;
    d->room = room;
    d->seen = t;
    find_moved(&old, t);
    link_moved(d, &old);
    link_new(d);
    free_layout(vm->heap, &old);
    return true;
}

static bool settle(struct vm *vm, struct ordered_dict *d)
{
    return (d->seen == d->dict.table && d->linked == d->dict.used) ||
           lay_out(vm, d);
}

/* ---- finding and changing ----------------------------------------------------- */

static int find_hashed(struct vm *vm, object *self, object *key, int64_t hash,
                       uint32_t *place)
{
    size_t at;
    if (!settle(vm, ordered_of(self)))
        return -1;
    int found = dict_find_place(vm, self, key, hash, &at);
    if (found != 1)
        return found;
    *place = (uint32_t)at + 1;
    if (ordered_is_whole(ordered_of(self), *place))
        return 1;
    return lay_out(vm, ordered_of(self))
               ? ordered_is_whole(ordered_of(self), *place)
               : -1;
}

int ordered_find(struct vm *vm, object *self, object *key, uint32_t *place)
{
    int64_t hash;
    return vm_hash(vm, key, &hash) ? find_hashed(vm, self, key, hash, place)
                                   : -1;
}

bool ordered_end(struct vm *vm, object *self, bool last, uint32_t *place)
{
    struct ordered_dict *d = ordered_of(self);
    if (!settle(vm, d))
        return false;
    *place = last ? d->last : d->first;
    if (!*place || ordered_is_whole(d, *place))
        return true;
    if (!lay_out(vm, d))
        return false;
    *place = last ? d->last : d->first;
    *place = ordered_is_whole(d, *place) ? *place : 0;
    return true;
}

bool ordered_set(struct vm *vm, object *self, object *key, object *value)
{
    int64_t hash;
    struct ordered_dict *d = ordered_of(self);
    if (!vm_hash(vm, key, &hash) ||
        !dict_set_hashed(vm, self, key, value, hash))
        return false;
    const struct dict_table *t = d->dict.table;
    if (t && d->seen == t && d->dict.used == d->linked + 1 &&
        t->count <= d->room && !node_at(d, t->count)->key &&
        *dict_entry_at(t, t->count - 1) == key) {
        link_at_end(d, t->count, heap_retain(key), true);
        return true;
    }
    return settle(vm, d);
}

int ordered_take(struct vm *vm, object *self, object *key, object **value)
{
    int64_t hash;
    uint32_t place;
    *value = NULL;
    if (!vm_hash(vm, key, &hash))
        return -1;
    int found = find_hashed(vm, self, key, hash, &place);
    if (found == 1)
        vm_release(vm, unlink_place(ordered_of(self), place));
    return found < 0 ? -1 : dict_pop_hashed(vm, self, key, hash, value);
}

void ordered_clear(heap *h, object *self)
{
    struct layout old = take_nodes(ordered_of(self));
    dict_break_cycles(h, self);
    free_layout(h, &old);
}

/* ---- what the heap asks ---------------------------------------------------------- */

void ordered_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct ordered_dict *d = ordered_of(self);
    for (uint32_t place = d->first; place; place = node_at(d, place)->next)
        visit(node_at(d, place)->key, arg);
    dict_traverse(self, visit, arg);
}

object *ordered_unlink(heap *h, object *self)
{
    struct ordered_dict *d = ordered_of(self);
    while (d->first) {
        object *key = unlink_place(d, d->first);
        if (!heap_drop_shared(key))
            return key;
    }
    if (d->nodes)
        heap_array_free(h, d->nodes, d->room * sizeof *d->nodes);
    d->nodes = NULL;
    d->room = 0;
    return dict_unlink(h, self);
}

void ordered_edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct ordered_dict *d = ordered_of(self);
    for (uint32_t place = d->first; place; place = node_at(d, place)->next) {
        object *key = node_at(d, place)->key;
        struct heap_edge edge = {.kind = HEAP_EDGE_KEY,
                                 .index = place - 1,
                                 .key = key,
                                 .referent = key};
        emit(&edge, arg);
    }
    dict_edges(self, emit, arg);
}

size_t ordered_extra(const object *self)
{
    const struct ordered_dict *d = (const struct ordered_dict *)self;
    return dict_extra(self) + d->room * sizeof *d->nodes;
}
