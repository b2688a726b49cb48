/*
 * dict: lookup, insertion, deletion, growth.
 *
 * A lookup that compares keys may run script code, which may change the dict:
 * it then starts again.  Entries stay in order of insertion; a deleted entry
 * is NULL until the next resize.  Neighbours: dict_merge.c (copies of
 * all or some of a mapping), dict_methods.c (what scripts call), dict_views.c
 * (views and iterators).
 */
#include "scripts/types/dict.h"

#include <assert.h>
#include <string.h>

#include "scripts/types/dict_table.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define SHARE_LEAST 32 /* smaller tables are copied as fast */
#define PERTURB_SHIFT 5

struct place { /* where a key is, or would be */
    ptrdiff_t entry; /* -1: not there */
    size_t slot;
};

static size_t table_bytes(uint8_t log2_index, bool text)
{
    size_t entry =
        text ? sizeof(struct dict_text_entry) : sizeof(struct dict_entry);
    return sizeof(struct dict_table) + dict_index_bytes(log2_index) +
           entry * dict_table_usable(log2_index);
}

static int32_t index_get(const struct dict_table *t, size_t slot)
{
    const void *index = t + 1;
    switch (dict_index_width(t->log2_index)) {
    case 1:
        return ((const int8_t *)index)[slot];
    case 2:
        return ((const int16_t *)index)[slot];
    default:
        return ((const int32_t *)index)[slot];
    }
}

static void index_set(struct dict_table *t, size_t slot, int32_t entry)
{
    void *index = t + 1;
    switch (dict_index_width(t->log2_index)) {
    case 1:
        ((int8_t *)index)[slot] = (int8_t)entry;
        break;
    case 2:
        ((int16_t *)index)[slot] = (int16_t)entry;
        break;
    default:
        ((int32_t *)index)[slot] = entry;
    }
}

static int64_t entry_hash(const struct dict_table *t, size_t i)
{
    if (t->text)
        return ((struct str_object *)*dict_entry_at(t, i))->hash;
    return ((struct dict_entry *)dict_entries(t))[i].hash;
}

static struct dict_table *table_new(struct vm *vm, uint8_t log2_index,
                                    bool text)
{
    struct dict_table *t =
        heap_array_new(vm->heap, table_bytes(log2_index, text));
    if (!t) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    *t = (struct dict_table){.log2_index = log2_index, .text = text};
    memset(t + 1, 0xff, dict_index_bytes(log2_index));
    return t;
}

static void table_free(heap *h, struct dict_table *t)
{
    if (t)
        heap_array_free(h, t, table_bytes(t->log2_index, t->text));
}

/* Another table of the same entries, each retained; false: memory. */
static bool table_copy(struct vm *vm, const struct dict_table *t,
                       struct dict_table **out)
{
    *out = heap_array_new(vm->heap, table_bytes(t->log2_index, t->text));
    if (!*out)
        return vm_raise_no_memory(vm);
    memcpy(*out, t, (size_t)((char *)dict_entry_at(t, t->count) - (char *)t));
    for (uint32_t i = 0; i < t->count; i++) {
        object **entry = dict_entry_at(t, i);
        heap_retain_maybe(entry[0]);
        heap_retain_maybe(entry[1]);
    }
    return true;
}

bool dict_make_own(struct vm *vm, object *dict)
{
    struct dict_table *copy;
    struct heap_event event = {.kind = HEAP_EVENT_UNSHARE, .object = dict};
    if (!table_copy(vm, dict_of(dict)->table, &copy))
        return false;
    heap_share_leave(vm->heap, dict);
    dict_of(dict)->table = copy;
    heap_tell(vm->heap, &event);
    return true;
}

object *dict_new(struct vm *vm)
{
    object *o = heap_alloc_spare(vm->heap, &vm->types[TYPE_DICT]->layout, 0, 0);
    return o ? o : vm_raise_no_memory(vm);
}

/* ---- finding ----------------------------------------------------------- */

static bool key_hash(struct vm *vm, object *key, int64_t *hash)
{
    if (vm_is(key, TYPE_STR)) {
        *hash = str_hash(vm, key);
        return true;
    }
    return vm_hash(vm, key, hash);
}

struct probe {
    size_t mask, slot, perturb;
};

static struct probe probe_start(const struct dict_table *t, int64_t hash)
{
    size_t mask = ((size_t)1 << t->log2_index) - 1;
    return (struct probe){mask, (size_t)hash & mask, (size_t)hash};
}

static void probe_next(struct probe *p)
{
    p->perturb >>= PERTURB_SHIFT;
    p->slot = (p->slot * 5 + p->perturb + 1) & p->mask;
}

/* str_equal() of two that are not one; most keys are short. */
static inline bool same_text(const struct str_object *a,
                             const struct str_object *b)
{
    size_t n = a->length * a->width;
    if (a->length != b->length || a->width != b->width)
        return false;
    if (n > 8)
        return memcmp(a->data, b->data, n) == 0;
    while (n > 0 && a->data[n - 1] == b->data[n - 1])
        n--;
    return n == 0;
}

/* key is an exact str and so are all keys of t. */
static inline struct place find_text(const struct dict_table *t, const object *key,
                              int64_t hash)
{
    const struct dict_text_entry *entries = dict_entries(t);
    for (struct probe p = probe_start(t, hash);; probe_next(&p)) {
        int32_t i = index_get(t, p.slot);
        if (i == DICT_INDEX_EMPTY)
            return (struct place){-1, p.slot};
        if (i < 0)
            continue;
        const object *k = entries[i].key;
        const struct str_object *text = (const struct str_object *)k;
        if (k == key || (text->hash == hash &&
                         same_text(text, (const struct str_object *)key)))
            return (struct place){i, p.slot};
    }
}

/* In aux: entries are not where they were when a lookup began to compare. */
#define REARRANGED 1u

static void rearranged(object *d)
{
    heap_set_aux(d, heap_aux(d) | REARRANGED);
}

/* Compares with script code allowed: 1, 0, -1, or 2 when d changed. */
static int same_key(struct vm *vm, object *d, size_t i, object *key)
{
    object *candidate = *dict_entry_at(dict_of(d)->table, i);
    uint32_t before = heap_aux(d) & REARRANGED;
    if (vm_is(candidate, TYPE_STR) && vm_is(key, TYPE_STR))
        return str_equal(candidate, key);
    if (int_is_plain(candidate) && int_is_plain(key))
        return int_same_plain(candidate, key);
    heap_retain(candidate);
    heap_set_aux(d, heap_aux(d) & ~REARRANGED);
    int same = vm_compare_bool(vm, candidate, key, COMPARE_EQ);
    bool moved = heap_aux(d) & REARRANGED || !dict_of(d)->table ||
                 *dict_entry_at(dict_of(d)->table, i) != candidate;
    heap_set_aux(d, heap_aux(d) | before);
    vm_release(vm, candidate);
    return same < 0 ? -1 : moved ? 2 : same;
}

/* 1 found, 0 not, -1 error, 2 start again. */
static int find_once(struct vm *vm, object *d, object *key, int64_t hash,
                     struct place *place)
{
    struct dict_table *t = dict_of(d)->table;
    for (struct probe p = probe_start(t, hash);; probe_next(&p)) {
        int32_t i = index_get(t, p.slot);
        *place = (struct place){i, p.slot};
        if (i == DICT_INDEX_EMPTY) {
            place->entry = -1;
            return 0;
        }
        if (i < 0)
            continue;
        if (*dict_entry_at(t, (size_t)i) == key)
            return 1;
        if (entry_hash(t, (size_t)i) != hash)
            continue;
        int same = same_key(vm, d, (size_t)i, key);
        if (same)
            return same;
        t = dict_of(d)->table;
    }
}

static int find(struct vm *vm, object *d, object *key, int64_t hash,
                struct place *place)
{
    *place = (struct place){-1, 0};
    for (;;) {
        struct dict_table *t = dict_of(d)->table;
        if (!t)
            return 0;
        if (t->text && vm_is(key, TYPE_STR)) {
            *place = find_text(t, key, hash);
            return place->entry >= 0;
        }
        int found = find_once(vm, d, key, hash, place);
        if (found != 2)
            return found;
    }
}

int dict_find(struct vm *vm, object *dict, object *key, object **value)
{
    int64_t hash;
    *value = NULL;
    return key_hash(vm, key, &hash)
               ? dict_find_hashed(vm, dict, key, hash, value)
               : -1;
}

int dict_find_hashed(struct vm *vm, object *dict, object *key, int64_t hash,
                     object **value)
{
    struct place place;
    *value = NULL;
    int found = find(vm, dict, key, hash, &place);
    if (found == 1)
        *value = dict_entry_at(dict_of(dict)->table, (size_t)place.entry)[1];
    return found;
}

object *dict_get_str_peek(struct vm *vm, object *dict, object *key)
{
    struct dict_table *t = dict_of(dict)->table;
    if (!t)
        return NULL;
    int64_t hash = str_hash(vm, key);
    if (t->text) {
        struct place place = find_text(t, key, hash);
        return place.entry < 0 ? NULL
                               : dict_entry_at(t, (size_t)place.entry)[1];
    }
    for (struct probe p = probe_start(t, hash);; probe_next(&p)) {
        int32_t i = index_get(t, p.slot);
        if (i == DICT_INDEX_EMPTY)
            return NULL;
        if (i < 0 || entry_hash(t, (size_t)i) != hash)
            continue;
        object **entry = dict_entry_at(t, (size_t)i);
        if (vm_is(*entry, TYPE_STR) && str_equal(*entry, key))
            return entry[1];
    }
}

bool dict_has_other_keys(const object *dict)
{
    const struct dict_table *t = ((const struct dict_object *)dict)->table;
    return t && !t->text;
}

object *dict_peek(struct vm *vm, object *dict, object *key)
{
    struct dict_table *t = dict_of(dict)->table;
    int64_t hash;
    if (!t)
        return NULL;
    if (vm_is(key, TYPE_STR))
        return dict_get_str_peek(vm, dict, key);
    if (!int_is_plain(key))
        return NULL;
    hash = int_plain_hash(key);
    for (struct probe p = probe_start(t, hash);; probe_next(&p)) {
        int32_t i = index_get(t, p.slot);
        if (i == DICT_INDEX_EMPTY)
            return NULL;
        if (i < 0)
            continue;
        object **entry = dict_entry_at(t, (size_t)i);
        if (entry[0] == key || int_same_plain(entry[0], key) == 1)
            return entry[1];
        if (!int_is_plain(entry[0]) && entry_hash(t, (size_t)i) == hash)
            return NULL;
    }
}

int dict_find_place(struct vm *vm, object *dict, object *key, int64_t hash,
                    size_t *entry)
{
    struct place place;
    int found = find(vm, dict, key, hash, &place);
    *entry = found == 1 ? (size_t)place.entry : 0;
    return found;
}

uint32_t dict_keys_version(struct vm *vm, object *dict)
{
    struct dict_object *d = dict_of(dict);
    if (!d->keys && vm->dict_versions < UINT32_MAX)
        d->keys = ++vm->dict_versions;
    return d->keys;
}

ptrdiff_t dict_place(struct vm *vm, object *dict, object *key)
{
    struct place place;
    return vm_is(key, TYPE_STR) &&
                   find(vm, dict, key, str_hash(vm, key), &place) == 1
               ? place.entry
               : -1;
}

object *dict_get_c_peek(struct vm *vm, object *dict, const char *key)
{
    object *name = str_intern(vm, key);
    if (!name) {
        vm_pending_clear(vm);
        return NULL;
    }
    object *value = dict_get_str_peek(vm, dict, name);
    vm_release(vm, name);
    return value;
}

/* ---- changing ---------------------------------------------------------- */

static void table_add(struct dict_table *t, size_t slot, object *key,
                      object *value, int64_t hash)
{
    uint32_t i = t->count++;
    index_set(t, slot, (int32_t)i);
    object **entry = dict_entry_at(t, i);
    entry[0] = key;
    entry[1] = value;
    if (!t->text)
        ((struct dict_entry *)dict_entries(t))[i].hash = hash;
}

static size_t free_slot(const struct dict_table *t, int64_t hash)
{
    struct probe p = probe_start(t, hash);
    while (index_get(t, p.slot) >= 0)
        probe_next(&p);
    return p.slot;
}

bool dict_resize(struct vm *vm, object *d, size_t wanted, bool text)
{
    uint8_t log2_index = DICT_LOG2_SMALLEST;
    while (dict_table_usable(log2_index) < wanted)
        if (++log2_index > 31)
            return vm_raise_no_memory(vm);
    struct dict_table *old = dict_of(d)->table;
    struct dict_table *t = table_new(vm, log2_index, text);
    if (!t)
        return false;
    for (uint32_t i = 0; old && i < old->count; i++) {
        object **entry = dict_entry_at(old, i);
        if (!entry[0])
            continue;
        int64_t hash = entry_hash(old, i);
        table_add(t, free_slot(t, hash), entry[0], entry[1], hash);
    }
    dict_of(d)->table = t;
    dict_of(d)->keys = 0;
    rearranged(d);
    table_free(vm->heap, old);
    return true;
}

/* An untracked tuple holds atoms only; a built-in type is never tracked. */
static bool can_be_in_cycle(const heap *h, const object *o)
{
    if (vm_is(o, TYPE_TUPLE) || vm_is(o, TYPE_TYPE))
        return heap_is_tracked(o);
    return heap_type_of(h, o)->flags & HEAP_CONTAINER;
}

static void maintain_tracking(struct vm *vm, object *d, object *key,
                              object *value)
{
    if (!heap_is_tracked(d) &&
        (can_be_in_cycle(vm->heap, key) || can_be_in_cycle(vm->heap, value)))
        heap_track(vm->heap, d);
}

/* As CPython grows: three places for each entry. */
static size_t grown(size_t used)
{
    uint8_t log2_index = DICT_LOG2_SMALLEST;
    while (((size_t)1 << log2_index) < used * 3)
        log2_index++;
    return dict_table_usable(log2_index);
}

/* Room for one more entry of this key. */
static bool make_room(struct vm *vm, object *d, bool text_key)
{
    struct dict_table *t = dict_of(d)->table;
    if (!t)
        return dict_resize(vm, d, 1, text_key);
    if (t->text && !text_key)
        return dict_resize(vm, d, dict_of(d)->used + 1, false);
    if (t->count < dict_table_usable(t->log2_index))
        return true;
    return dict_resize(vm, d, grown(dict_of(d)->used), t->text);
}

static bool insert_new(struct vm *vm, object *d, object *key, object *value,
                       int64_t hash)
{
    if (!dict_own(vm, d) || !make_room(vm, d, vm_is(key, TYPE_STR)))
        return false;
    struct dict_table *t = dict_of(d)->table;
    maintain_tracking(vm, d, key, value);
    table_add(t, free_slot(t, hash), heap_retain(key), heap_retain(value),
              hash);
    dict_of(d)->used++;
    dict_of(d)->keys = 0;
    return true;
}

static bool replace_value(struct vm *vm, object *d, size_t i, object *value)
{
    if (!dict_own(vm, d))
        return false;
    object **entry = dict_entry_at(dict_of(d)->table, i);
    maintain_tracking(vm, d, entry[0], value);
    heap_store(vm->heap, &entry[1], heap_retain(value));
    return true;
}

bool dict_set_hashed(struct vm *vm, object *d, object *key, object *value,
                     int64_t hash)
{
    struct place place;
    heap_retain(key);
    heap_retain(value);
    int found = find(vm, d, key, hash, &place);
    bool ok = found >= 0;
    if (found == 1)
        ok = replace_value(vm, d, (size_t)place.entry, value);
    else if (found == 0)
        ok = insert_new(vm, d, key, value, hash);
    vm_release(vm, value);
    vm_release(vm, key);
    return ok;
}

bool dict_set(struct vm *vm, object *dict, object *key, object *value)
{
    int64_t hash;
    return key_hash(vm, key, &hash) &&
           dict_set_hashed(vm, dict, key, value, hash);
}

bool dict_set_c(struct vm *vm, object *dict, const char *key, object *value)
{
    object *name = str_intern(vm, key);
    bool ok = name && dict_set(vm, dict, name, value);
    vm_release_maybe(vm, name);
    return ok;
}

bool dict_set_default(struct vm *vm, object *dict, object *key, object *value,
                      object **result)
{
    int64_t hash;
    struct place place;
    *result = NULL;
    if (!key_hash(vm, key, &hash))
        return false;
    int found = find(vm, dict, key, hash, &place);
    if (found < 0)
        return false;
    if (found == 1) {
        *result = dict_entry_at(dict_of(dict)->table, (size_t)place.entry)[1];
        return true;
    }
    *result = value;
    return insert_new(vm, dict, key, value, hash);
}

/* Unhooks an entry of a dict with a table of its own; its two references go to the caller. */
static void take_entry(object *d, struct place place, object **key,
                       object **value)
{
    struct dict_table *t = dict_of(d)->table;
    object **entry = dict_entry_at(t, (size_t)place.entry);
    *key = entry[0];
    *value = entry[1];
    entry[0] = entry[1] = NULL;
    index_set(t, place.slot, DICT_INDEX_DELETED);
    dict_of(d)->used--;
    dict_of(d)->keys = 0;
}

int dict_pop(struct vm *vm, object *dict, object *key, object **value)
{
    int64_t hash;
    *value = NULL;
    if (dict_length(dict) == 0)
        return 0;
    return key_hash(vm, key, &hash)
               ? dict_pop_hashed(vm, dict, key, hash, value)
               : -1;
}

int dict_pop_hashed(struct vm *vm, object *dict, object *key, int64_t hash,
                    object **value)
{
    struct place place;
    *value = NULL;
    int found = find(vm, dict, key, hash, &place);
    if (found != 1)
        return found;
    if (!dict_own(vm, dict))
        return -1;
    object *old_key;
    take_entry(dict, place, &old_key, value);
    vm_release(vm, old_key);
    return 1;
}

int dict_delete(struct vm *vm, object *dict, object *key)
{
    int64_t hash;
    struct place place;
    if (!key_hash(vm, key, &hash))
        return -1;
    int found = find(vm, dict, key, hash, &place);
    if (found != 1)
        return found;
    if (!dict_own(vm, dict))
        return -1;
    object *old_key, *old_value;
    take_entry(dict, place, &old_key, &old_value);
    vm_release(vm, old_key);
    vm_release(vm, old_value);
    return 1;
}

bool dict_pop_last(struct vm *vm, object *dict, object **key, object **value)
{
    if (dict_length(dict) == 0 || !dict_own(vm, dict))
        return false;
    struct dict_table *t = dict_of(dict)->table;
    uint32_t i = t->count - 1;
    while (!*dict_entry_at(t, i))
        i--;
    struct probe p = probe_start(t, entry_hash(t, i));
    while (index_get(t, p.slot) != (int32_t)i)
        probe_next(&p);
    take_entry(dict, (struct place){(ptrdiff_t)i, p.slot}, key, value);
    t->count = i;
    return true;
}

static void release_table(heap *h, struct dict_table *t)
{
    for (uint32_t i = 0; t && i < t->count; i++) {
        object **entry = dict_entry_at(t, i);
        object *key = entry[0], *value = entry[1];
        if (!key)
            continue;
        heap_release(h, key);
        heap_release(h, value);
    }
    table_free(h, t);
}

/* The table, if it is nobody else's: the others keep theirs. */
static struct dict_table *last_table(heap *h, object *d)
{
    if (!heap_is_sharing(d, TYPE_DICT))
        return dict_of(d)->table;
    heap_share_leave(h, d);
    return NULL;
}

static void clear_dict(heap *h, object *d)
{
    struct dict_table *t = last_table(h, d);
    rearranged(d);
    dict_of(d)->table = NULL;
    dict_of(d)->used = 0;
    dict_of(d)->keys = 0;
    release_table(h, t);
}

void dict_clear(struct vm *vm, object *dict)
{
    clear_dict(vm->heap, dict);
}

/* ---- copies ------------------------------------------------------------ */

/* Gives `to` the table of `from`; false: it is to be copied. */
static bool share(struct vm *vm, object *from, object *to)
{
    if (dict_length(from) < SHARE_LEAST || dict_of(to)->table ||
        !vm_is(from, TYPE_DICT) || !vm_is(to, TYPE_DICT) ||
        !heap_share(vm->heap, from, to))
        return false;
    dict_of(to)->table = dict_of(from)->table;
    return true;
}

bool dict_clone(struct vm *vm, object *from, object *to)
{
    struct dict_table *old = dict_of(to)->table, *copy;
    struct heap_event event = {.kind = HEAP_EVENT_SHARE, .object = to};
    bool shared = share(vm, from, to);
    rearranged(to);
    if (!shared) {
        if (!table_copy(vm, dict_of(from)->table, &copy))
            return false;
        dict_of(to)->table = copy;
        table_free(vm->heap, old);
    }
    dict_of(to)->used = dict_of(from)->used;
    dict_of(to)->keys = 0;
    if (heap_is_tracked(from) && !heap_is_tracked(to))
        heap_track(vm->heap, to);
    if (shared)
        heap_tell(vm->heap, &event);
    return true;
}

/* ---- walking ----------------------------------------------------------- */

bool dict_next(const object *dict, size_t *pos, object **key, object **value)
{
    const struct dict_table *t = ((const struct dict_object *)dict)->table;
    for (size_t i = *pos; t && i < t->count; i++) {
        object **entry = dict_entry_at(t, i);
        if (!entry[0])
            continue;
        *pos = i + 1;
        *key = entry[0];
        *value = entry[1];
        return true;
    }
    return false;
}

bool dict_next_hashed(const object *dict, size_t *pos, object **key,
                      object **value, int64_t *hash)
{
    if (!dict_next(dict, pos, key, value))
        return false;
    *hash = entry_hash(((const struct dict_object *)dict)->table, *pos - 1);
    return true;
}

bool dict_previous(const object *dict, size_t *pos, object **key,
                   object **value)
{
    const struct dict_table *t = ((const struct dict_object *)dict)->table;
    if (!t)
        return false;
    for (size_t i = *pos < t->count ? *pos : t->count; i-- > 0;) {
        object **entry = dict_entry_at(t, i);
        if (!entry[0])
            continue;
        *pos = i;
        *key = entry[0];
        *value = entry[1];
        return true;
    }
    return false;
}

object *dict_keys_list(struct vm *vm, object *dict)
{
    size_t pos = 0;
    object *key, *value;
    object *list = list_new(vm, dict_length(dict));
    while (list && dict_next(dict, &pos, &key, &value))
        if (!list_append(vm, list, key)) {
            vm_release(vm, list);
            return NULL;
        }
    return list;
}

/* ---- what the heap asks ------------------------------------------------- */

void dict_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    size_t pos = 0;
    object *key, *value;
    while (dict_next(self, &pos, &key, &value)) {
        visit(value, arg);
        visit(key, arg);
    }
}

/* `keys` is the cursor of a dying dict. */
object *dict_unlink(heap *h, object *self)
{
    struct dict_object *d = dict_of(self);
    struct dict_table *t = d->table = last_table(h, self);
    if (d->used != UINT32_MAX) {
        d->used = UINT32_MAX;
        d->keys = 0;
    }
    while (t && d->keys < t->count) {
        object **entry = dict_entry_at(t, d->keys);
        for (int half = 0; half < 2; half++) {
            object *owned = entry[half];
            entry[half] = NULL;
            if (owned && !heap_drop_shared(owned))
                return owned;
        }
        d->keys++;
    }
    table_free(h, t);
    d->table = NULL;
    return NULL;
}

void dict_break_cycles(heap *h, object *self)
{
    clear_dict(h, self);
}

void dict_edges(object *self, heap_edge_fn *emit, void *arg)
{
    size_t pos = 0;
    object *key, *value;
    while (dict_next(self, &pos, &key, &value)) {
        struct heap_edge edge = {.kind = HEAP_EDGE_KEY,
                                 .index = pos - 1,
                                 .key = key,
                                 .referent = key};
        emit(&edge, arg);
        edge.kind = HEAP_EDGE_VALUE;
        edge.referent = value;
        emit(&edge, arg);
    }
}

size_t dict_extra(const object *self)
{
    const struct dict_table *t = ((const struct dict_object *)self)->table;
    return t ? table_bytes(t->log2_index, t->text) : 0;
}

/* CPython untracks a dict whose keys and values cannot be in a cycle. */
bool dict_untrack(const heap *h, object *self)
{
    size_t pos = 0;
    object *key, *value;
    while (dict_next(self, &pos, &key, &value)) {
        if (can_be_in_cycle(h, key) || can_be_in_cycle(h, value))
            return false;
    }
    return true;
}
