/*
 * Code objects as bytes and back, for a store of what this very program
 * compiled: instructions lie in it as they lie in memory.  Constants keep who
 * is whom and which strings are interned.
 */
#ifndef SCRIPTS_VM_CODE_PACK_H
#define SCRIPTS_VM_CODE_PACK_H

#include "scripts/vm/code.h"

/* What stands before a value. */
enum code_pack_kind {
    PACK_NONE,
    PACK_FALSE,
    PACK_TRUE,
    PACK_ELLIPSIS,
    PACK_SEEN, /* the value with that number, counted as they are whole */
    PACK_INT,
    PACK_BIG,
    PACK_FLOAT,
    PACK_COMPLEX,
    PACK_STR,
    PACK_INTERNED,
    PACK_BYTES,
    PACK_TUPLE,
    PACK_FROZENSET,
    PACK_CODE,
};

/* The counts of a code object, in the order they are packed in. */
struct code_pack_head {
    uint32_t flags, argcount, posonly, kwonly;
    uint32_t local_count, register_count, localsplus_count, free_count;
    uint32_t first_line;
    uint32_t instr_count, const_count, name_count, handler_count;
};

enum {
    PACK_ALIGN = 8,   /* of arrays, from the first byte on */
    PACK_DEPTH = 200, /* of what is in what */
};

/*
 * The bytes of code, malloc'ed, 8-byte aligned; not the file name.  False,
 * with nothing pending: no memory, or a constant of a kind that is not packed.
 * Asks nothing of the heap.
 */
bool code_pack(struct vm *vm, const object *code, unsigned char **bytes,
               size_t *size);

/*
 * The code that bytes hold (8-byte aligned, to the last one), of that file;
 * new.  NULL: MemoryError pending; or nothing, and the bytes are no such code.
 * Instructions are believed: whoever keeps the bytes sees that they are whole.
 */
object *code_unpack(struct vm *vm, const unsigned char *bytes, size_t size,
                    object *filename);

#endif
