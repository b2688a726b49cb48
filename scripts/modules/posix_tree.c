/*
 * posix: names in the tree of files: making, renaming, removing, modes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/posix.h"
#include "scripts/types/int.h"
#include "scripts/types/tuple.h"
#include "scripts/types/float.h"
#include "scripts/types/list.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION POSIX_FUNCTION

/* ---- one path ---- */

/* Binds path and dir_fd, does op, None. */
static object *one_path(struct vm *vm, const char *function,
                        enum host_path_op op, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const names[] = {"path", "dir_fd", NULL};
    const struct arg_spec spec = {function, names, 0, 1, 1};
    struct posix_path path;
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, function, out[1]) ||
        !posix_path_read(vm, out[0], function, "path", POSIX_PATH, &path))
        return NULL;
    object *r =
        posix_done(vm, posix_op(vm, op, path.text, NULL, 0, 0), &path);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(rmdir_)
{
    (void)self;
    return one_path(vm, "rmdir", HOST_RMDIR, args, nargs, kwnames);
}

FUNCTION(unlink_)
{
    (void)self;
    return one_path(vm, "unlink", HOST_UNLINK, args, nargs, kwnames);
}

FUNCTION(remove_)
{
    (void)self;
    return one_path(vm, "remove", HOST_UNLINK, args, nargs, kwnames);
}

/* ---- a path and a mode ---- */

static object *with_mode(struct vm *vm, const char *function,
                         enum host_path_op op, int mode, object *const *args,
                         size_t nargs, object *kwnames)
{
    static const char *const names[] = {"path", "mode", "dir_fd", NULL};
    const struct arg_spec spec = {function, names, 0, 2, 1};
    struct posix_path path;
    object *out[3], *r = NULL;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, function, out[2]) ||
        !posix_path_read(vm, out[0], function, "path", POSIX_PATH, &path))
        return NULL;
    if (!out[1] || posix_int(vm, out[1], &mode))
        r = posix_done(vm, posix_op(vm, op, path.text, NULL, mode, 0), &path);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(mkdir_)
{
    (void)self;
    return with_mode(vm, "mkdir", HOST_MKDIR, 0777, args, nargs, kwnames);
}

FUNCTION(mkfifo_)
{
    (void)self;
    return with_mode(vm, "mkfifo", HOST_MKFIFO, 0666, args, nargs, kwnames);
}

FUNCTION(chmod_)
{
    static const char *const names[] = {"path", "mode", "dir_fd",
                                        "follow_symlinks", NULL};
    static const struct arg_spec spec = {"chmod", names, 0, 2, 2};
    struct posix_path path;
    object *out[4], *r = NULL;
    int mode;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "chmod", out[2]) ||
        !posix_path_read(vm, out[0], "chmod", "path", POSIX_PATH_FD, &path))
        return NULL;
    int follow = out[3] ? vm_truth(vm, out[3]) : 1;
    if (follow == 0)
        vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                 "chmod: follow_symlinks unavailable on this platform");
    else if (follow > 0 && posix_int(vm, out[1], &mode))
        r = posix_done(vm,
                       path.text ? posix_op(vm, HOST_CHMOD, path.text, NULL,
                                            mode, 0)
                                 : posix_fd_op(vm, HOST_FCHMOD, path.fd, mode),
                       &path);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(chown_)
{
    static const char *const names[] = {"path", "uid", "gid", "dir_fd",
                                        "follow_symlinks", NULL};
    static const struct arg_spec spec = {"chown", names, 0, 3, 3};
    struct posix_path path;
    object *out[5], *r = NULL;
    int uid, gid;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "chown", out[3]) ||
        !posix_path_read(vm, out[0], "chown", "path", POSIX_PATH, &path))
        return NULL;
    if (posix_int(vm, out[1], &uid) && posix_int(vm, out[2], &gid))
        r = posix_done(
            vm, posix_op(vm, HOST_CHOWN, path.text, NULL, uid, gid), &path);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(chdir_)
{
    static const char *const names[] = {"path", NULL};
    static const struct arg_spec spec = {"chdir", names, 0, 1, 1};
    struct posix_path path;
    object *out[1];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_path_read(vm, out[0], "chdir", "path", POSIX_PATH_FD, &path))
        return NULL;
    int64_t n = path.text ? posix_op(vm, HOST_CHDIR, path.text, NULL, 0, 0)
                          : posix_fd_op(vm, HOST_FCHDIR, path.fd, 0);
    object *r = posix_done(vm, n, &path);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(access_)
{
    static const char *const names[] = {
        "path", "mode", "dir_fd", "effective_ids", "follow_symlinks", NULL};
    static const struct arg_spec spec = {"access", names, 0, 2, 2};
    struct posix_path path;
    object *out[5], *r = NULL;
    int mode;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "access", out[2]) ||
        !posix_path_read(vm, out[0], "access", "path", POSIX_PATH, &path))
        return NULL;
    if (posix_int(vm, out[1], &mode))
        r = vm_bool(
            vm, posix_op(vm, HOST_ACCESS, path.text, NULL, mode, 0) >= 0);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(truncate_)
{
    static const char *const names[] = {"path", "length", NULL};
    static const struct arg_spec spec = {"truncate", names, 0, 2, 2};
    struct posix_path path;
    object *out[2], *r = NULL;
    int64_t length;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_path_read(vm, out[0], "truncate", "path", POSIX_PATH_FD, &path))
        return NULL;
    if (posix_int64(vm, out[1], &length))
        r = posix_done(
            vm,
            path.text ? posix_op(vm, HOST_TRUNCATE, path.text, NULL, length, 0)
                      : posix_fd_op(vm, HOST_FTRUNCATE, path.fd, length),
            &path);
    posix_path_done(vm, &path);
    return r;
}

/* ---- two paths ---- */

static object *two_paths(struct vm *vm, const char *function,
                         enum host_path_op op, object *const *args,
                         size_t nargs, object *kwnames)
{
    static const char *const names[] = {"src", "dst", "src_dir_fd",
                                        "dst_dir_fd", "follow_symlinks", NULL};
    const struct arg_spec spec = {function, names, 0, 2, 2};
    struct posix_path from, to;
    object *out[5];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, function, out[2]) ||
        !posix_no_dir_fd(vm, function, out[3]) ||
        !posix_path_read(vm, out[0], function, "src", POSIX_PATH, &from))
        return NULL;
    if (!posix_path_read(vm, out[1], function, "dst", POSIX_PATH, &to)) {
        posix_path_done(vm, &from);
        return NULL;
    }
    int64_t n = posix_op(vm, op, from.text, to.text, 0, 0);
    object *r = n < 0 ? posix_error(vm, n, &from, &to) : vm_none(vm);
    posix_path_done(vm, &from);
    posix_path_done(vm, &to);
    return r;
}

FUNCTION(rename_)
{
    (void)self;
    return two_paths(vm, "rename", HOST_RENAME, args, nargs, kwnames);
}

FUNCTION(replace_)
{
    (void)self;
    return two_paths(vm, "replace", HOST_RENAME, args, nargs, kwnames);
}

FUNCTION(link_)
{
    (void)self;
    return two_paths(vm, "link", HOST_LINK, args, nargs, kwnames);
}

FUNCTION(symlink_)
{
    static const char *const names[] = {"src", "dst", "target_is_directory",
                                        "dir_fd", NULL};
    static const struct arg_spec spec = {"symlink", names, 0, 3, 2};
    object *out[4];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "symlink", out[3]))
        return NULL;
    return two_paths(vm, "symlink", HOST_SYMLINK, out, 2, NULL);
}

FUNCTION(readlink_)
{
    static const char *const names[] = {"path", "dir_fd", NULL};
    static const struct arg_spec spec = {"readlink", names, 0, 1, 1};
    struct posix_path path;
    char target[4096];
    object *out[2];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "readlink", out[1]) ||
        !posix_path_read(vm, out[0], "readlink", "path", POSIX_PATH, &path))
        return NULL;
    int64_t n = vm->host->read_link(vm->host->arg, path.text, target,
                                    sizeof target);
    object *r = n < 0 ? posix_error(vm, n, &path, NULL)
                      : posix_name(vm, target, (size_t)n, path.is_bytes);
    posix_path_done(vm, &path);
    return r;
}

/* ---- times ---- */

/* Seconds, an int or a float, in nanoseconds, rounded down. */
static bool seconds(struct vm *vm, object *o, int64_t *ns)
{
    double value;
    int64_t whole;
    if (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS) {
        if (!int_as_i64(vm, o, &whole))
            return false;
        *ns = whole * 1000000000;
        return true;
    }
    if (!float_as_double(vm, o, &value))
        return false;
    if (!(value > -9.2e9 && value < 9.2e9)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "timestamp out of range for platform time_t");
        return false;
    }
    whole = (int64_t)value - (value < (double)(int64_t)value);
    *ns = whole * 1000000000 + (int64_t)((value - (double)whole) * 1e9);
    return true;
}

static bool read_pair(struct vm *vm, object *pair, bool in_ns, int64_t out[2])
{
    if (!vm_is(pair, TYPE_TUPLE) || tuple_length(pair) != 2) {
        vm_raise(vm, EXC_TYPE_ERROR, "utime: '%s' must be %s",
                 in_ns ? "ns" : "times",
                 in_ns ? "a tuple of two ints"
                       : "either a tuple of two ints or None");
        return false;
    }
    for (int i = 0; i < 2; i++) {
        object *item = tuple_items(pair)[i];
        if (in_ns ? !posix_int64(vm, item, &out[i])
                  : !seconds(vm, item, &out[i]))
            return false;
    }
    return true;
}

static bool read_times(struct vm *vm, object *times, object *ns,
                       int64_t out[2])
{
    if (times && times != vm->none && ns) {
        vm_raise(vm, EXC_VALUE_ERROR, "utime: you may specify either 'times' "
                                      "or 'ns' but not both");
        return false;
    }
    if (ns)
        return read_pair(vm, ns, true, out);
    if (times && times != vm->none)
        return read_pair(vm, times, false, out);
    int64_t n =
        vm->host->clock(vm->host->arg, HOST_CLOCK_REALTIME, &out[0]);
    out[1] = out[0];
    if (n < 0)
        vm_raise_os(vm, n, NULL);
    return n >= 0;
}

FUNCTION(utime_)
{
    static const char *const names[] = {"path", "times", "ns", "dir_fd",
                                        "follow_symlinks", NULL};
    static const struct arg_spec spec = {"utime", names, 0, 2, 1};
    struct posix_path path;
    int64_t times[2];
    object *out[5], *r = NULL;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "utime", out[3]) ||
        !posix_path_read(vm, out[0], "utime", "path", POSIX_PATH, &path))
        return NULL;
    int follow = out[4] ? vm_truth(vm, out[4]) : 1;
    if (follow >= 0 && read_times(vm, out[1], out[2], times))
        r = posix_done(vm,
                       posix_op(vm, follow ? HOST_UTIME : HOST_UTIME_LINK,
                                path.text, NULL, times[0], times[1]),
                       &path);
    posix_path_done(vm, &path);
    return r;
}

/* ---- where we are ---- */

static object *current(struct vm *vm, bool as_bytes)
{
    char here[4097];
    int64_t n = vm->host->getcwd(vm->host->arg, here, sizeof here);
    if (n < 0)
        return posix_error(vm, n, NULL, NULL);
    return posix_name(vm, here, strnlen(here, sizeof here), as_bytes);
}

FUNCTION(getcwd_)
{
    POSIX_UNUSED;
    return current(vm, false);
}

FUNCTION(getcwdb_)
{
    POSIX_UNUSED;
    return current(vm, true);
}

const struct method_def posix_tree_functions[] = {
    {"rmdir", rmdir_, METHOD_KEYWORDS,
     "rmdir($module, /, path, *, dir_fd=None)\n--\n\nRemoves a directory."},
    {"unlink", unlink_, METHOD_KEYWORDS,
     "unlink($module, /, path, *, dir_fd=None)\n--\n\nRemoves a file."},
    {"remove", remove_, METHOD_KEYWORDS,
     "remove($module, /, path, *, dir_fd=None)\n--\n\nRemoves a file."},
    {"mkdir", mkdir_, METHOD_KEYWORDS,
     "mkdir($module, /, path, mode=511, *, dir_fd=None)\n--\n\n"
     "Makes a directory."},
    {"mkfifo", mkfifo_, METHOD_KEYWORDS,
     "mkfifo($module, /, path, mode=438, *, dir_fd=None)\n--\n\n"
     "Makes a named pipe."},
    {"chmod", chmod_, METHOD_KEYWORDS,
     "chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)\n"
     "--\n\nSets the permissions of a file."},
    {"chown", chown_, METHOD_KEYWORDS,
     "chown($module, /, path, uid, gid, *, dir_fd=None,\n"
     "      follow_symlinks=True)\n--\n\nSets the owner of a file."},
    {"chdir", chdir_, METHOD_KEYWORDS,
     "chdir($module, /, path)\n--\n\nGoes to a directory."},
    {"access", access_, METHOD_KEYWORDS,
     "access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n"
     "       follow_symlinks=True)\n--\n\nMay the file be used so?"},
    {"truncate", truncate_, METHOD_KEYWORDS,
     "truncate($module, /, path, length)\n--\n\nSets a file's length."},
    {"rename", rename_, METHOD_KEYWORDS,
     "rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n"
     "--\n\nRenames a file or directory."},
    {"replace", replace_, METHOD_KEYWORDS,
     "replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n"
     "--\n\nRenames a file or directory over another."},
    {"link", link_, METHOD_KEYWORDS,
     "link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n"
     "     follow_symlinks=True)\n--\n\nAnother name of a file."},
    {"symlink", symlink_, METHOD_KEYWORDS,
     "symlink($module, /, src, dst, target_is_directory=False, *,\n"
     "        dir_fd=None)\n--\n\nA symbolic link dst to src."},
    {"readlink", readlink_, METHOD_KEYWORDS,
     "readlink($module, /, path, *, dir_fd=None)\n--\n\n"
     "Where a symbolic link leads."},
    {"utime", utime_, METHOD_KEYWORDS,
     "utime($module, /, path, times=None, *, ns, dir_fd=None,\n"
     "      follow_symlinks=True)\n--\n\nSets the times of a file."},
    {"getcwd", getcwd_, METHOD_NOARGS,
     "getcwd($module, /)\n--\n\nThe current directory."},
    {"getcwdb", getcwdb_, METHOD_NOARGS,
     "getcwdb($module, /)\n--\n\nThe current directory, as bytes."},
    {NULL, NULL, 0, NULL},
};
