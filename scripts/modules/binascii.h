/*
 * Shared by the files of binascii.
 */
#ifndef SCRIPTS_MODULES_BINASCII_H
#define SCRIPTS_MODULES_BINASCII_H

#include "scripts/modules/buffer.h"
#include "scripts/vm/vm.h"

/* Raise binascii.Error; NULL. */
object *binascii_fail(struct vm *vm, const char *text);
object *binascii_fail_number(struct vm *vm, const char *format, size_t n);
/* The bytes of an argument, or the characters of an ASCII str. */
bool binascii_text(struct vm *vm, object *o, struct buffer *out);
/* The bytes of an argument. */
bool binascii_bytes(struct vm *vm, object *o, struct buffer *out);

extern const struct method_def binascii_text_functions[],
    binascii_qp_functions[];

#endif
