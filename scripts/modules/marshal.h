/*
 * Between marshal.c, marshal_write.c and marshal_read.c: the letters of the
 * format.
 */
#ifndef SCRIPTS_MODULES_MARSHAL_H
#define SCRIPTS_MODULES_MARSHAL_H

#include "scripts/vm/vm.h"

enum { MARSHAL_VERSION = 4, MARSHAL_DEPTH = 2000, MARSHAL_DIGIT_BITS = 15 };

enum marshal_kind {
    MARSHAL_NULL = '0',
    MARSHAL_NONE = 'N',
    MARSHAL_FALSE = 'F',
    MARSHAL_TRUE = 'T',
    MARSHAL_STOP_ITERATION = 'S',
    MARSHAL_ELLIPSIS = '.',
    MARSHAL_INT = 'i',
    MARSHAL_INT64 = 'I',
    MARSHAL_LONG = 'l',
    MARSHAL_FLOAT = 'f',
    MARSHAL_BINARY_FLOAT = 'g',
    MARSHAL_COMPLEX = 'x',
    MARSHAL_BINARY_COMPLEX = 'y',
    MARSHAL_BYTES = 's',
    MARSHAL_INTERNED = 't',
    MARSHAL_REF = 'r',
    MARSHAL_TUPLE = '(',
    MARSHAL_SMALL_TUPLE = ')',
    MARSHAL_LIST = '[',
    MARSHAL_DICT = '{',
    MARSHAL_CODE = 'c',
    MARSHAL_UNICODE = 'u',
    MARSHAL_ASCII = 'a',
    MARSHAL_ASCII_INTERNED = 'A',
    MARSHAL_SHORT_ASCII = 'z',
    MARSHAL_SHORT_ASCII_INTERNED = 'Z',
    MARSHAL_SET = '<',
    MARSHAL_FROZENSET = '>',
    MARSHAL_FLAG_REF = 128, /* or'ed: later ones may refer to it */
};

/* The bytes of a value, new. */
object *marshal_write(struct vm *vm, object *value, int version);
/* The value that data begin with. */
object *marshal_read(struct vm *vm, const unsigned char *data, size_t size);
/* The next value in a file: file.read(n) gives as many bytes as it takes. */
object *marshal_read_file(struct vm *vm, object *file);

#endif
