/*
 * The table of set and frozenset.
 *
 * Open addressing as CPython's set does it: ten neighbours, then a jump by
 * the hash's other bits; deleted places are not used again before a resize.
 * So a set iterates in CPython's order.  Exact str, small int, bool and None
 * tell their hash themselves; with any other key the table keeps hashes.
 */
#include "scripts/types/set.h"

#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5
#define LOG2_SMALLEST 3
#define SHARE_LEAST 32 /* smaller tables are copied as fast */
#define MOST_ITEMS ((size_t)1 << 27)

/* A deleted place: no object lies at this address. */
#define DELETED ((object *)(uintptr_t)8)

static struct set_object *set_of(object *o)
{
    return (struct set_object *)o;
}

static bool live(const object *key)
{
    return key && key != DELETED;
}

static size_t places(const struct set_object *s)
{
    return s->table ? (size_t)1 << s->log2 : 0;
}

static size_t bytes_for(unsigned log2, bool hashed, bool fingered)
{
    return ((size_t)sizeof(object *) << log2) * (hashed ? 2 : 1) +
           (fingered ? sizeof(object *) : 0);
}

static size_t table_bytes(const struct set_object *s)
{
    return s->table ? bytes_for(s->log2, s->hashed, s->fingered) : 0;
}

/* The place where the next pop starts; the table must be fingered. */
static int64_t *finger(const struct set_object *s)
{
    return (int64_t *)((char *)s->table + table_bytes(s)) - 1;
}

static int64_t *hashes(const struct set_object *s)
{
    return (int64_t *)(s->table + places(s));
}

static bool tells_hash(const object *key)
{
    return vm_is(key, TYPE_STR) || vm_is(key, TYPE_NONE) ||
           vm_is(key, TYPE_BOOL) ||
           (vm_is(key, TYPE_INT) && int_is_small(key));
}

static int64_t hash_at(struct vm *vm, const struct set_object *s, size_t i)
{
    int64_t hash = 0;
    if (s->hashed)
        return hashes(s)[i];
    vm_hash(vm, s->table[i], &hash); /* of a str or int: cannot fail */
    return hash;
}

/* A copy of a big set shares its table until one of the two is about to change
 * (heap/share.h). */
static bool is_sharing(const object *o)
{
    return heap_is_sharing(o, TYPE_SET) || heap_is_sharing(o, TYPE_FROZENSET);
}

/* In aux: the places are not what they were when a lookup began to compare. */
#define REARRANGED 1u

static void rearranged(object *self)
{
    heap_set_aux(self, heap_aux(self) | REARRANGED);
}

/* ---- storage ---------------------------------------------------------------- */

static bool table_alloc(struct vm *vm, struct set_object *s, unsigned log2,
                        bool hashed, bool fingered)
{
    size_t bytes = bytes_for(log2, hashed, fingered);
    object **table = heap_array_new(vm->heap, bytes);
    if (!table)
        return vm_raise_no_memory(vm);
    memset(table, 0, bytes);
    s->table = table;
    s->log2 = log2 & 31;
    s->hashed = hashed;
    s->fingered = fingered;
    return true;
}

static bool make_own(struct vm *vm, object *self)
{
    struct set_object *s = set_of(self);
    struct heap_event event = {.kind = HEAP_EVENT_UNSHARE, .object = self};
    object **shared = s->table;
    size_t bytes = table_bytes(s);
    object **table = heap_array_new(vm->heap, bytes);
    if (!table)
        return vm_raise_no_memory(vm);
    memcpy(table, shared, bytes);
    for (size_t i = 0; i < places(s); i++)
        if (live(table[i]))
            heap_retain(table[i]);
    heap_share_leave(vm->heap, self);
    s->table = table;
    heap_tell(vm->heap, &event);
    return true;
}

/* Before any write to the table; places stay the same.  False: memory. */
static bool own(struct vm *vm, object *self)
{
    return heap_likely(!is_sharing(self)) || make_own(vm, self);
}

static void put(struct set_object *s, size_t i, object *key, int64_t hash)
{
    s->table[i] = key;
    if (s->hashed)
        hashes(s)[i] = hash;
}

static size_t next_jump(size_t i, size_t *perturb, size_t mask)
{
    *perturb >>= PERTURB_SHIFT;
    return (i * 5 + 1 + *perturb) & mask;
}

/* The first empty place for hash, of a table without deleted ones. */
static size_t clean_place(const struct set_object *s, int64_t hash)
{
    size_t mask = places(s) - 1, perturb = (size_t)hash, i = perturb & mask;
    for (;; i = next_jump(i, &perturb, mask)) {
        size_t probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (size_t k = 0; k <= probes; k++)
            if (!s->table[i + k])
                return i + k;
    }
}

/* A table of the same items that has more than `wanted` places. */
static bool resize(struct vm *vm, object *self, size_t wanted, bool hashed)
{
    struct set_object old = *set_of(self), *s = set_of(self);
    unsigned log2 = LOG2_SMALLEST;
    while (((size_t)1 << log2) <= wanted)
        log2++;
    if (wanted > MOST_ITEMS * 4)
        return vm_raise_no_memory(vm);
    if (!table_alloc(vm, s, log2, hashed, old.table && old.fingered))
        return false;
    if (s->fingered)
        *finger(s) = *finger(&old);
    for (size_t i = 0; i < places(&old); i++) {
        if (!live(old.table[i]))
            continue;
        int64_t hash = hash_at(vm, &old, i);
        put(s, clean_place(s, hash), old.table[i], hash);
    }
    s->fill = s->used;
    rearranged(self);
    if (old.table)
        heap_array_free(vm->heap, old.table, table_bytes(&old));
    return true;
}

/* The same places with room for hashes or a finger. */
static bool widen(struct vm *vm, object *self, bool hashed, bool fingered)
{
    struct set_object old = *set_of(self), *s = set_of(self);
    if (!table_alloc(vm, s, old.log2, hashed, fingered))
        return false;
    for (size_t i = 0; i < places(&old); i++) {
        int64_t hash =
            hashed && live(old.table[i]) ? hash_at(vm, &old, i) : 0;
        put(s, i, old.table[i], hash);
    }
    if (old.fingered)
        *finger(s) = *finger(&old);
    heap_array_free(vm->heap, old.table, table_bytes(&old));
    return true;
}

/* Before a key goes in: a table, with hashes if the key needs them. */
static bool prepare(struct vm *vm, object *self, const object *key)
{
    struct set_object *s = set_of(self);
    bool hashed = !tells_hash(key);
    if (!s->table)
        return table_alloc(vm, s, LOG2_SMALLEST, hashed, false);
    return s->hashed || !hashed ||
           (own(vm, self) && widen(vm, self, true, s->fingered));
}

/* ---- finding ------------------------------------------------------------------ */

/* 1, 0, -1, or 2 when the set changed meanwhile. */
static int same_key(struct vm *vm, object *self, size_t i, object *key)
{
    struct set_object *s = set_of(self);
    object *candidate = s->table[i];
    uint32_t before = heap_aux(self) & REARRANGED;
    if (vm_is(candidate, TYPE_STR) && vm_is(key, TYPE_STR))
        return str_equal(candidate, key);
    if (int_is_plain(candidate) && int_is_plain(key))
        return int_same_plain(candidate, key);
    heap_retain(candidate);
    heap_set_aux(self, heap_aux(self) & ~REARRANGED);
    int same = vm_compare_bool(vm, candidate, key, COMPARE_EQ);
    bool moved =
        heap_aux(self) & REARRANGED || !s->table || s->table[i] != candidate;
    heap_set_aux(self, heap_aux(self) | before);
    vm_release(vm, candidate);
    return same < 0 ? -1 : moved ? 2 : same;
}

/* 1 *place has it, 0 *place is where it would go (the last place of a deleted
 * one on the way, or else an empty one), -1 error, 2 start again. */
static int find_once(struct vm *vm, object *self, object *key, int64_t hash,
                     size_t *place)
{
    struct set_object *s = set_of(self);
    size_t mask = places(s) - 1, perturb = (size_t)hash, i = perturb & mask;
    size_t deleted = SIZE_MAX;
    for (;; i = next_jump(i, &perturb, mask)) {
        size_t probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (size_t k = i; k <= i + probes; k++) {
            object *candidate = s->table[k];
            *place = k;
            if (!candidate) {
                *place = deleted == SIZE_MAX ? k : deleted;
                return 0;
            }
            if (candidate == key)
                return 1;
            if (candidate == DELETED)
                deleted = k;
            if (candidate == DELETED || hash_at(vm, s, k) != hash)
                continue;
            int same = same_key(vm, self, k, key);
            if (same)
                return same;
        }
    }
}

static int find(struct vm *vm, object *self, object *key, int64_t hash,
                size_t *place)
{
    int found;
    do {
        if (!set_of(self)->table)
            return 0;
        found = find_once(vm, self, key, hash, place);
    } while (found == 2);
    return found;
}

int set_contains(struct vm *vm, object *set, object *item)
{
    int64_t hash;
    return vm_hash(vm, item, &hash) ? set_contains_hashed(vm, set, item, hash)
                                    : -1;
}

int set_contains_hashed(struct vm *vm, object *set, object *item, int64_t hash)
{
    size_t place;
    return find(vm, set, item, hash, &place);
}

/* ---- changing ------------------------------------------------------------------- */

static bool grow_if_full(struct vm *vm, object *self)
{
    struct set_object *s = set_of(self);
    if (s->fill * 5 < (places(s) - 1) * 3)
        return true;
    size_t used = s->used;
    return resize(vm, self, used > 50000 ? used * 2 : used * 4, s->hashed);
}

bool set_add_hashed(struct vm *vm, object *set, object *item, int64_t hash)
{
    size_t place;
    heap_retain(item);
    int found;
    do {
        found = prepare(vm, set, item)
                    ? find_once(vm, set, item, hash, &place)
                    : -1;
    } while (found == 2);
    if (found == 0 && !own(vm, set))
        found = -1;
    if (found != 0) {
        vm_release(vm, item);
        return found > 0;
    }
    struct set_object *s = set_of(set);
    bool again = s->table[place] == DELETED;
    put(s, place, item, hash);
    s->used++;
    if (again)
        return true;
    s->fill++;
    return grow_if_full(vm, set);
}

bool set_add(struct vm *vm, object *set, object *item)
{
    int64_t hash;
    return vm_hash(vm, item, &hash) && set_add_hashed(vm, set, item, hash);
}

int set_discard(struct vm *vm, object *set, object *item)
{
    int64_t hash;
    return vm_hash(vm, item, &hash) ? set_discard_hashed(vm, set, item, hash)
                                    : -1;
}

int set_discard_hashed(struct vm *vm, object *set, object *item, int64_t hash)
{
    size_t place;
    int found = find(vm, set, item, hash, &place);
    if (found != 1)
        return found;
    if (!own(vm, set))
        return -1;
    object *old = set_of(set)->table[place];
    put(set_of(set), place, DELETED, -1);
    set_of(set)->used--;
    vm_release(vm, old);
    return 1;
}

/* The table stays the other owners'. */
static void leave_if_sharing(heap *h, object *self)
{
    struct set_object *s = set_of(self);
    if (!is_sharing(self))
        return;
    heap_share_leave(h, self);
    s->table = NULL;
    s->used = s->fill = 0;
    rearranged(self);
}

static void clear_set(heap *h, object *self)
{
    struct set_object *s = set_of(self), old;
    leave_if_sharing(h, self);
    rearranged(self);
    old = *s;
    s->table = NULL;
    s->used = s->fill = 0;
    s->hashed = s->fingered = 0;
    for (size_t i = 0; i < places(&old); i++)
        if (live(old.table[i]))
            heap_release(h, old.table[i]);
    if (old.table)
        heap_array_free(h, old.table, table_bytes(&old));
}

void set_clear(struct vm *vm, object *set)
{
    clear_set(vm->heap, set);
}

/* Goes on from where the last pop ended, round and round. */
object *set_pop(struct vm *vm, object *set)
{
    struct set_object *s = set_of(set);
    if (s->used == 0)
        return NULL;
    if (!own(vm, set))
        return NULL;
    if (!s->fingered && !widen(vm, set, s->hashed, true))
        return NULL;
    size_t mask = places(s) - 1, i = (size_t)*finger(s) & mask;
    while (!live(s->table[i]))
        i = (i + 1) & mask;
    object *item = s->table[i];
    put(s, i, DELETED, -1);
    s->used--;
    *finger(s) = (int64_t)i + 1;
    return item;
}

bool set_next(const object *set, size_t *pos, object **item)
{
    const struct set_object *s = (const struct set_object *)set;
    for (size_t i = *pos; i < places(s); i++) {
        if (!live(s->table[i]))
            continue;
        *pos = i + 1;
        *item = s->table[i];
        return true;
    }
    return false;
}

bool set_next_hashed(struct vm *vm, const object *set, size_t *pos,
                     object **item, int64_t *hash)
{
    if (!set_next(set, pos, item))
        return false;
    *hash = hash_at(vm, (const struct set_object *)set, *pos - 1);
    return true;
}

/* ---- many at once ------------------------------------------------------------------ */

static bool room_for(struct vm *vm, object *self, size_t more)
{
    struct set_object *s = set_of(self);
    size_t mask = s->table ? places(s) - 1 : 7;
    if ((s->fill + more) * 5 < mask * 3)
        return true;
    return own(vm, self) && resize(vm, self, (s->used + more) * 2, s->hashed);
}

/* Both empty of deleted places and of one size: item for item. */
static bool copy_places(struct vm *vm, object *self, const object *other)
{
    struct set_object *s = set_of(self);
    const struct set_object *o = (const struct set_object *)other;
    if (s->table)
        heap_array_free(vm->heap, s->table, table_bytes(s));
    s->table = NULL;
    rearranged(self);
    if (!table_alloc(vm, s, o->log2, o->hashed, false))
        return false;
    for (size_t i = 0; i < places(o); i++)
        if (o->table[i])
            put(s, i, heap_retain(o->table[i]),
                o->hashed ? hashes(o)[i] : 0);
    s->used = s->fill = o->used;
    return true;
}

/* Places in an empty set when there is room for so many. */
static size_t places_with_room(const struct set_object *s, size_t more)
{
    size_t now = s->table ? places(s) : (size_t)1 << LOG2_SMALLEST;
    if (more * 5 < (now - 1) * 3)
        return now;
    for (now = (size_t)1 << LOG2_SMALLEST; now <= more * 2;)
        now *= 2;
    return now;
}

/* Gives the empty `self` the table of `other` where copy_places would copy it;
 * false: it is to be copied. */
static bool share(struct vm *vm, object *self, object *other)
{
    struct set_object *s = set_of(self), *o = set_of(other), old = *s;
    struct heap_event event = {.kind = HEAP_EVENT_SHARE, .object = self};
    if (s->fill || o->used < SHARE_LEAST || o->fill != o->used ||
        places_with_room(s, o->used) != places(o) ||
        !(vm_is(self, TYPE_SET) || vm_is(self, TYPE_FROZENSET)) ||
        !(vm_is(other, TYPE_SET) || vm_is(other, TYPE_FROZENSET)) ||
        !heap_share(vm->heap, other, self))
        return false;
    if (old.table)
        heap_array_free(vm->heap, old.table, table_bytes(&old));
    rearranged(self);
    s->table = o->table;
    s->used = s->fill = o->used;
    s->log2 = o->log2;
    s->hashed = o->hashed;
    s->fingered = 0;
    heap_tell(vm->heap, &event);
    return true;
}

static bool merge_set(struct vm *vm, object *self, object *other)
{
    struct set_object *s = set_of(self), *o = set_of(other);
    size_t pos = 0;
    object *item;
    if (self == other || o->used == 0)
        return true;
    if (share(vm, self, other))
        return true;
    if (!room_for(vm, self, o->used))
        return false;
    size_t mine = s->table ? places(s) : 8;
    if (s->fill == 0 && mine == places(o) && o->fill == o->used)
        return copy_places(vm, self, other);
    while (set_next(other, &pos, &item)) {
        heap_retain(item);
        bool ok = set_add_hashed(vm, self, item, hash_at(vm, o, pos - 1));
        vm_release(vm, item);
        if (!ok)
            return false;
    }
    return true;
}

static bool merge_dict(struct vm *vm, object *self, object *dict)
{
    size_t pos = 0;
    int64_t hash;
    object *key, *value;
    if (!room_for(vm, self, dict_length(dict)))
        return false;
    while (dict_next_hashed(dict, &pos, &key, &value, &hash)) {
        heap_retain(key);
        bool ok = set_add_hashed(vm, self, key, hash);
        vm_release(vm, key);
        if (!ok)
            return false;
    }
    return true;
}

bool set_is_any(struct vm *vm, const object *o)
{
    struct type_object *type = vm_type_of(vm, o);
    return type_is_subtype(type, vm->types[TYPE_SET]) ||
           type_is_subtype(type, vm->types[TYPE_FROZENSET]);
}

bool set_update(struct vm *vm, object *set, object *iterable)
{
    if (set_is_any(vm, iterable))
        return merge_set(vm, set, iterable);
    if (vm_is(iterable, TYPE_DICT))
        return merge_dict(vm, set, iterable);
    object *item, *it = vm_iter(vm, iterable);
    bool ok = it != NULL;
    while (ok && (item = vm_next(vm, it))) {
        ok = set_add(vm, set, item);
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

object *set_make(struct vm *vm, struct type_object *type, object *o)
{
    object *self = type_alloc(vm, type, 0);
    if (self && o && !set_update(vm, self, o)) {
        vm_release(vm, self);
        return NULL;
    }
    return self;
}

object *set_new(struct vm *vm)
{
    return set_make(vm, vm->types[TYPE_SET], NULL);
}

object *frozenset_new(struct vm *vm)
{
    return set_make(vm, vm->types[TYPE_FROZENSET], NULL);
}

/* ---- what the heap asks --------------------------------------------------------------- */

void set_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    size_t pos = 0;
    object *item;
    while (set_next(self, &pos, &item))
        visit(item, arg);
}

/* `fill` is the cursor of a dying set. */
object *set_unlink(heap *h, object *self)
{
    struct set_object *s = set_of(self);
    leave_if_sharing(h, self);
    if (s->used) {
        s->used = 0;
        s->fill = 0;
    }
    while (s->table && s->fill < places(s)) {
        object *key = s->table[s->fill++];
        if (live(key))
            return key;
    }
    if (s->table)
        heap_array_free(h, s->table, table_bytes(s));
    s->table = NULL;
    return NULL;
}

void set_break_cycles(heap *h, object *self)
{
    clear_set(h, self);
}

void set_edges(object *self, heap_edge_fn *emit, void *arg)
{
    size_t pos = 0;
    object *item;
    while (set_next(self, &pos, &item)) {
        struct heap_edge edge = {.kind = HEAP_EDGE_KEY,
                                 .index = pos - 1,
                                 .key = item,
                                 .referent = item};
        emit(&edge, arg);
    }
}

size_t set_extra(const object *self)
{
    return table_bytes((const struct set_object *)self);
}
