/*
 * What the files of the module posix share: paths from scripts, errors about
 * them, calls of the host.
 */
#ifndef SCRIPTS_MODULES_POSIX_H
#define SCRIPTS_MODULES_POSIX_H

#include "scripts/vm/vm.h"

#define POSIX_FUNCTION(name)                                                   \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define POSIX_UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

enum posix_allow { POSIX_PATH, POSIX_PATH_FD = 1, POSIX_PATH_NONE = 2 };

/* A path argument; all zero to begin with, posix_path_done at the end. */
struct posix_path {
    char *text;    /* malloc'ed; NULL: a descriptor, or None */
    object *given; /* owned: what errors name */
    int fd;        /* -1: none */
    bool is_bytes;
};

/* Reads a path; `function` and `argument` are named by errors.  False:
 * pending, out needs no posix_path_done. */
bool posix_path_read(struct vm *vm, object *o, const char *function,
                     const char *argument, unsigned allow,
                     struct posix_path *out);
void posix_path_done(struct vm *vm, struct posix_path *path);

/* str, bytes or what __fspath__ gives; new. */
object *posix_fspath(struct vm *vm, object *path);
/* A name from the host as the kind of path that led there; new. */
object *posix_name(struct vm *vm, const char *text, size_t size,
                   bool as_bytes);
/* A malloc'ed copy of a str or bytes for the host; NULL: pending. */
char *posix_text(struct vm *vm, object *path);

/* OSError of two paths, the second may be NULL; NULL. */
object *posix_error(struct vm *vm, int64_t error, const struct posix_path *a,
                    const struct posix_path *b);
/* None, or the OSError of a negative result. */
object *posix_done(struct vm *vm, int64_t result, const struct posix_path *a);

/* An int argument in the range of C's int. */
bool posix_int(struct vm *vm, object *o, int *out);
/* None for the default, else an int. */
bool posix_int64(struct vm *vm, object *o, int64_t *out);
/* "NAME: dir_fd unavailable on this platform" when it is given. */
bool posix_no_dir_fd(struct vm *vm, const char *function, object *dir_fd);

/* What is done to a path by the host; a negated errno when it fails. */
static inline int64_t posix_op(struct vm *vm, enum host_path_op op,
                               const char *path, const char *other, int64_t a,
                               int64_t b)
{
    return vm->host->path(vm->host->arg, op, path, other, a, b);
}

static inline int64_t posix_fd_op(struct vm *vm, enum host_fd_op op, int fd,
                                  int64_t a)
{
    return vm->host->descriptor(vm->host->arg, op, fd, a);
}

/* The functions of each file. */
extern const struct method_def posix_file_functions[], posix_tree_functions[],
    posix_stat_functions[], posix_process_functions[], posix_dir_functions[];

/* posix_stat.c: os.stat_result of what the host said; new. */
object *posix_stat_new(struct vm *vm, const struct host_stat *stat);
/* Adds the types of the file to the module. */
bool posix_stat_fill(struct vm *vm, object *module);
bool posix_dir_fill(struct vm *vm, object *module);
bool posix_process_fill(struct vm *vm, object *module);

/* The names in a directory, NUL-terminated one behind the other; malloc'ed.
 * NULL: pending, with a's path. */
char *posix_list(struct vm *vm, const char *folder, size_t *size,
                 const struct posix_path *path);

#endif
