/*
 * array.array, as far as others need it.
 */
#ifndef SCRIPTS_MODULES_ARRAY_H
#define SCRIPTS_MODULES_ARRAY_H

#include "scripts/vm/vm.h"

struct array_object {
    struct heap_node node;
    unsigned char *items; /* heap array, or NULL */
    size_t length, capacity;
    size_t exports; /* views that hold it to its length */
    char code;          /* typecode */
    unsigned char size; /* of an item */
};

extern const struct type_spec array_spec, array_iterator_spec;
extern const struct method_def array_methods[];

static inline struct array_object *array_of(const object *o)
{
    return (struct array_object *)(uintptr_t)o;
}

/* The items as bytes, until the array changes. */
void array_bytes(const object *o, const unsigned char **data, size_t *size);
size_t array_item_size(const object *o);
/* The format character of memoryview; 'w' for characters. */
char array_format(const object *o);

/* ---- shared by the files of array ---------------------------------------- */

/* An array of type, zero items; code is a typecode. */
object *array_new(struct vm *vm, struct type_object *type, char code,
                  size_t length);
/* Bytes of an item of that typecode; 0: none. */
size_t array_code_size(uint32_t code);
/* BufferError while the items are exported. */
bool array_may_resize(struct vm *vm, const object *self);
/* More or fewer items, new ones unset. */
bool array_resize(struct vm *vm, object *self, size_t length);
object *array_get(struct vm *vm, object *self, size_t index);
/* Converts value to an item's bytes; CPython's words for what does not fit. */
bool array_convert(struct vm *vm, char code, object *value, void *bytes);
bool array_append(struct vm *vm, object *self, object *value);
/* Inserts the bytes of items at an index. */
bool array_insert_bytes(struct vm *vm, object *self, size_t at,
                        const void *bytes, size_t count);
bool array_remove(struct vm *vm, object *self, size_t at, size_t count);
/* Appends the items of an array or iterable. */
bool array_extend(struct vm *vm, object *self, object *from);
bool array_append_text(struct vm *vm, object *self, object *text);
bool array_append_raw(struct vm *vm, object *self, object *bytes);
object *array_text(struct vm *vm, object *self);
object *array_list(struct vm *vm, object *self);
object *array_slice(struct vm *vm, object *self, size_t from, size_t to);
/* The items' bytes, as a bytes object. */
object *array_to_bytes(struct vm *vm, object *self);
/* The other order of bytes in each item. */
void array_swap_bytes(object *self);
/* __reduce_ex__ and _array_reconstructor. */
object *array_reduce_ex(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames);
object *array_reconstruct(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames);

#endif
