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
/* Is the encoding (NULL: UTF-8) done here, without the registry? */
bool codec_is_here(object *encoding);
/* Is it one of those that have no state and leave ASCII as it is? */
bool codec_is_plain(object *encoding);
/*
 * As codec_decode for an encoding that is here, leaving out what begins a
 * character whose rest may still come unless final.  *consumed: bytes used.
 * *order is the byte order of an encoding that has a mark: -1, 1, or 0 while
 * it is not known.
 */
object *codec_decode_part(struct vm *vm, object *bytes, object *encoding,
                          object *errors, bool final, int *order,
                          size_t *consumed);
/* Is data well formed UTF-8 without surrogates?  The first bad place, or
 * size. */
size_t codec_utf8_valid(const unsigned char *data, size_t size);

#endif
