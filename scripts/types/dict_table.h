/*
 * The compact table behind dict: an index of small integers and, in order of
 * insertion, the entries.  Shared by the files dict*.c and collections.
 */
#ifndef SCRIPTS_TYPES_DICT_TABLE_H
#define SCRIPTS_TYPES_DICT_TABLE_H

#include "scripts/types/dict.h"

#define DICT_LOG2_SMALLEST 3
#define DICT_INDEX_EMPTY (-1)
#define DICT_INDEX_DELETED (-2)

/*
 * One heap array: this header, 1 << log2_index index numbers of 1, 2 or 4
 * bytes, the entries.  A table whose keys are all exact str keeps no hashes:
 * the strings have them.
 */
struct dict_table {
    uint32_t count; /* entries used, deleted ones included */
    uint8_t log2_index;
    uint8_t text; /* all keys are exact str: struct dict_text_entry */
    uint16_t unused;
};

struct dict_text_entry {
    object *key, *value; /* both NULL: deleted */
};

struct dict_entry {
    object *key, *value;
    int64_t hash;
};

static inline struct dict_object *dict_of(object *o)
{
    return (struct dict_object *)o;
}

static inline uint32_t dict_table_usable(uint8_t log2_index)
{
    /* four rather than five of eight, so that small tables are 80 bytes */
    return log2_index == 3 ? 4 : (uint32_t)((2ull << log2_index) / 3);
}

static inline uint32_t dict_index_width(uint8_t log2_index)
{
    return log2_index <= 7 ? 1 : log2_index <= 15 ? 2 : 4;
}

static inline size_t dict_index_bytes(uint8_t log2_index)
{
    return (size_t)dict_index_width(log2_index) << log2_index;
}

static inline void *dict_entries(const struct dict_table *t)
{
    return (char *)(uintptr_t)(t + 1) + dict_index_bytes(t->log2_index);
}

static inline object **dict_entry_at(const struct dict_table *t, size_t i)
{
    void *entries = dict_entries(t);
    return t->text ? &((struct dict_text_entry *)entries)[i].key
                   : &((struct dict_entry *)entries)[i].key;
}

/* A fresh table with room for `wanted` entries holding d's, which must have its
 * own; false: no memory. */
bool dict_resize(struct vm *vm, object *d, size_t wanted, bool text);
/* All of `from` for the empty `to`, place for place. */
bool dict_clone(struct vm *vm, object *from, object *to);

/* Before or at `*pos`, walking down; for reversed iteration. */
bool dict_previous(const object *dict, size_t *pos, object **key,
                   object **value);

/*
 * A copy of a big dict shares its table until one of the two is about to
 * change (heap/share.h): before a write to the table, dict_own, and only then
 * look where the table is.  Entries keep their places.  False: no memory.
 */
bool dict_make_own(struct vm *vm, object *dict);
static inline HEAP_MUST_CHECK bool dict_own(struct vm *vm, object *dict)
{
    return heap_likely(!heap_is_sharing(dict, TYPE_DICT)) ||
           dict_make_own(vm, dict);
}

/* The index of key's entry: 1, 0 not there, -1 error. */
int dict_find_place(struct vm *vm, object *dict, object *key, int64_t hash,
                    size_t *entry);
/* dict_pop with a hash that is known. */
int dict_pop_hashed(struct vm *vm, object *dict, object *key, int64_t hash,
                    object **value);
/* Takes the last entry out (both references become the caller's).  False:
 * empty, or no memory (pending). */
bool dict_pop_last(struct vm *vm, object *dict, object **key, object **value);

/* The heap's callbacks, for dict and what derives from it. */
void dict_traverse(object *self, heap_visit_fn *visit, void *arg);
object *dict_unlink(heap *h, object *self);
void dict_break_cycles(heap *h, object *self);
void dict_edges(object *self, heap_edge_fn *emit, void *arg);
size_t dict_extra(const object *self);
bool dict_untrack(const heap *h, object *self);

#endif
