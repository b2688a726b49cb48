/*
 * dict: insertion-ordered, compact; string keys compare by identity first.
 */
#ifndef SCRIPTS_TYPES_DICT_H
#define SCRIPTS_TYPES_DICT_H

#include "scripts/vm/vm.h"

struct dict_table;
struct dict_object {
    struct heap_node node;
    struct dict_table *table; /* heap array, NULL while empty */
    uint32_t used;
    uint32_t keys; /* version of the keys and their places, 0: not asked for */
};

static inline size_t dict_length(const object *o)
{
    return ((const struct dict_object *)o)->used;
}

object *dict_new(struct vm *vm);
/* 1 found (*value borrowed), 0 not there, -1 error (hash or __eq__). */
int dict_find(struct vm *vm, object *dict, object *key, object **value);
/* For str keys: no script code, cannot fail; borrowed or NULL. */
object *dict_get_str_peek(struct vm *vm, object *dict, object *key);
/* Has it keys that are no str, which only dict_find() asks? */
bool dict_has_other_keys(const object *dict);
/* The value of a str or int key where no script need be asked, borrowed; NULL:
 * it is not there, or ask dict_find(). */
object *dict_peek(struct vm *vm, object *dict, object *key);
/*
 * A number that no other keys in the same places ever have in this vm, for who
 * remembers where one is; any change of them sets it to 0.  0: none is left.
 */
uint32_t dict_keys_version(struct vm *vm, object *dict);
/* Where the str key is, -1: nowhere; and the value at such a place. */
ptrdiff_t dict_place(struct vm *vm, object *dict, object *key);
object *dict_get_c_peek(struct vm *vm, object *dict, const char *key);
bool dict_set(struct vm *vm, object *dict, object *key, object *value);
bool dict_set_c(struct vm *vm, object *dict, const char *key, object *value);
/* 1 deleted, 0 was not there, -1 error. */
int dict_delete(struct vm *vm, object *dict, object *key);
/* Takes the value out: 1 (*value new), 0, -1. */
int dict_pop(struct vm *vm, object *dict, object *key, object **value);
bool dict_set_default(struct vm *vm, object *dict, object *key, object *value,
                      object **result); /* *result borrowed */
void dict_clear(struct vm *vm, object *dict);
object *dict_copy(struct vm *vm, object *dict);
/* mode: 0 keep existing, 1 override, 2 KeyError on a repeated key. */
bool dict_merge(struct vm *vm, object *dict, object *mapping, int mode);
/* Walks in order: start with *pos = 0; key and value borrowed. */
bool dict_next(const object *dict, size_t *pos, object **key, object **value);
/* The same three with hashes that are known, so that no __hash__ runs. */
bool dict_next_hashed(const object *dict, size_t *pos, object **key,
                      object **value, int64_t *hash);
int dict_find_hashed(struct vm *vm, object *dict, object *key, int64_t hash,
                     object **value);
bool dict_set_hashed(struct vm *vm, object *dict, object *key, object *value,
                     int64_t hash);
object *dict_keys_list(struct vm *vm, object *dict);

#endif
