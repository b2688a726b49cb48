/*
 * Shared by the files of _struct: a format taken apart, and its items.
 */
#ifndef SCRIPTS_MODULES_STRUCT_H
#define SCRIPTS_MODULES_STRUCT_H

#include "scripts/vm/vm.h"

enum struct_order { STRUCT_NATIVE, STRUCT_LITTLE, STRUCT_BIG };

/* A run of items of one kind, at an offset. */
struct struct_run {
    char code;
    unsigned char size; /* bytes of an item; of s, p, x: the whole run */
    size_t offset, count, length; /* length: bytes of an s or p */
};

struct struct_format {
    struct heap_node node;
    object *text; /* as given; NULL before __init__ */
    struct struct_run *runs; /* malloc'ed */
    size_t run_count, size;
    ptrdiff_t items;
    enum struct_order order;
    unsigned busy; /* runs are being walked: __init__ must wait */
};

static inline struct struct_format *struct_of(object *o)
{
    return (struct struct_format *)o;
}

/* struct.error, borrowed. */
object *struct_error(struct vm *vm);
/* Takes a str or bytes format apart; false: pending. */
bool struct_parse(struct vm *vm, struct struct_format *f, object *text);
/* Values into bytes, all of which are zero; false: pending. */
bool struct_pack(struct vm *vm, struct struct_format *f,
                 object *const *values, unsigned char *to);
/* A tuple of the items in f->size bytes. */
object *struct_unpack(struct vm *vm, struct struct_format *f,
                      const unsigned char *from);

#endif
