/*
 * Text files: the standard streams and what open() gives, over descriptors of
 * the host.
 */
#ifndef SCRIPTS_TYPES_TEXT_FILE_H
#define SCRIPTS_TYPES_TEXT_FILE_H

#include "scripts/vm/vm.h"

/*
 * A file over an open descriptor, UTF-8.  name is told by repr and .name;
 * mode is as open()'s, "r" or "w".  Output is kept until a newline when
 * line_buffered, else until there is much of it.  closefd: the descriptor is
 * closed with the file.
 */
object *text_file_new(struct vm *vm, int fd, object *name, const char *mode,
                      bool line_buffered, bool closefd);

/* From now on nothing that is written is kept. */
void text_file_write_through(object *file);

/* How characters that cannot be encoded are handled: "backslashreplace". */
bool text_file_set_errors(struct vm *vm, object *file, const char *errors);

/*
 * open(): its arguments file, mode, buffering, encoding, errors, newline,
 * closefd and opener, NULL where absent.  file is a str, bytes, an object
 * with __fspath__, or a descriptor.
 */
object *text_file_open(struct vm *vm, object *const bound[8]);

/* The builtin function itself. */
extern builtin_fn text_file_builtin_open;

#endif
