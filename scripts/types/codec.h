/*
 * Text encodings: str to bytes and back.
 */
#ifndef SCRIPTS_TYPES_CODEC_H
#define SCRIPTS_TYPES_CODEC_H

#include "scripts/vm/vm.h"

/* encoding and errors are str or NULL ("utf-8", "strict"). */
object *codec_decode(struct vm *vm, object *bytes, object *encoding,
                     object *errors);
object *codec_encode(struct vm *vm, object *text, object *encoding,
                     object *errors);
/* Is data well formed UTF-8 without surrogates?  The first bad place, or
 * size. */
size_t codec_utf8_valid(const unsigned char *data, size_t size);

#endif
