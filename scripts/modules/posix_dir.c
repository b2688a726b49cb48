/*
 * posix: what is in a directory: listdir, scandir and its entries.
 *
 * The host gives all names at once; an entry asks for more when it is asked,
 * and remembers the answers.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION POSIX_FUNCTION

char *posix_list(struct vm *vm, const char *folder, size_t *size,
                 const struct posix_path *path)
{
    size_t room = 4096;
    for (;;) {
        char *names = malloc(room);
        if (!names) {
            vm_raise_no_memory(vm);
            return NULL;
        }
        int64_t n =
            vm->host->list_directory(vm->host->arg, folder, names, room);
        if (n >= 0 && (size_t)n <= room) {
            *size = (size_t)n;
            return names;
        }
        free(names);
        if (n < 0) {
            posix_error(vm, n, path, NULL);
            return NULL;
        }
        room = (size_t)n + 4096;
    }
}

/* Reads the optional path argument of listdir and scandir. */
static bool read_folder(struct vm *vm, const char *function,
                        object *const *args, size_t nargs, object *kwnames,
                        struct posix_path *out)
{
    static const char *const names[] = {"path", NULL};
    const struct arg_spec spec = {function, names, 0, 1, 0};
    object *bound[1];
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        !posix_path_read(vm, bound[0] ? bound[0] : vm->none, function, "path",
                         POSIX_PATH_FD | POSIX_PATH_NONE, out))
        return false;
    if (out->fd < 0)
        return true;
    vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
             "%s() cannot list a descriptor yet", function);
    posix_path_done(vm, out);
    return false;
}

/* ---- listdir ---- */

static object *list_of(struct vm *vm, const char *names, size_t size,
                       bool as_bytes)
{
    object *list = list_new(vm, 0);
    for (size_t i = 0; list && i < size;) {
        size_t n = strnlen(names + i, size - i);
        object *name = posix_name(vm, names + i, n, as_bytes);
        if (!name || !list_append_steal(vm, list, name)) {
            vm_release(vm, list);
            return NULL;
        }
        i += n + 1;
    }
    return list;
}

FUNCTION(listdir_)
{
    struct posix_path path;
    size_t size;
    (void)self;
    if (!read_folder(vm, "listdir", args, nargs, kwnames, &path))
        return NULL;
    char *names = posix_list(vm, path.text ? path.text : ".", &size, &path);
    object *r = names ? list_of(vm, names, size, path.is_bytes) : NULL;
    free(names);
    posix_path_done(vm, &path);
    return r;
}

/* ---- entries ---- */

struct entry {
    struct heap_node node;
    object *name, *path;   /* str or bytes */
    object *stat, *lstat;  /* stat_result or NULL */
};

static struct entry *entry_of(object *o)
{
    return (struct entry *)o;
}

static const struct heap_field entry_fields[] = {
    {.offset = offsetof(struct entry, name), .name = "name"},
    {.offset = offsetof(struct entry, path), .name = "path"},
    {.offset = offsetof(struct entry, stat), .name = "stat"},
    {.offset = offsetof(struct entry, lstat), .name = "lstat"},
};

static int64_t ask_stat(struct vm *vm, object *self, bool follow,
                        struct host_stat *out)
{
    char *text = posix_text(vm, entry_of(self)->path);
    if (!text)
        return -ENOMEM;
    int64_t n = vm->host->stat(vm->host->arg, text, follow, out);
    free(text);
    return n;
}

static bool read_follow(struct vm *vm, const char *function,
                        object *const *args, size_t nargs, object *kwnames,
                        bool *follow)
{
    static const char *const names[] = {"follow_symlinks", NULL};
    const struct arg_spec spec = {function, names, 0, 0, 0};
    object *out[1];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    int truth = out[0] ? vm_truth(vm, out[0]) : 1;
    *follow = truth;
    return truth >= 0;
}

/* Is it of the kind?  A name that is gone is of none. */
static object *is_kind(struct vm *vm, object *self, bool follow,
                       uint32_t kind)
{
    struct host_stat s;
    int64_t n = ask_stat(vm, self, follow, &s);
    if (vm_pending(vm))
        return NULL;
    if (n == -ENOENT)
        return vm_bool(vm, false);
    if (n < 0)
        return vm_raise_os(vm, n, entry_of(self)->path);
    return vm_bool(vm, (s.mode & S_IFMT) == kind);
}

FUNCTION(entry_is_dir)
{
    bool follow;
    return read_follow(vm, "is_dir", args, nargs, kwnames, &follow)
               ? is_kind(vm, self, follow, S_IFDIR)
               : NULL;
}

FUNCTION(entry_is_file)
{
    bool follow;
    return read_follow(vm, "is_file", args, nargs, kwnames, &follow)
               ? is_kind(vm, self, follow, S_IFREG)
               : NULL;
}

FUNCTION(entry_is_symlink)
{
    POSIX_UNUSED;
    return is_kind(vm, self, false, S_IFLNK);
}

FUNCTION(entry_stat)
{
    struct host_stat s;
    bool follow;
    if (!read_follow(vm, "stat", args, nargs, kwnames, &follow))
        return NULL;
    object *known = follow ? entry_of(self)->stat : entry_of(self)->lstat;
    if (known)
        return heap_retain(known);
    int64_t n = ask_stat(vm, self, follow, &s);
    if (n < 0)
        return vm_pending(vm) ? NULL
                              : vm_raise_os(vm, n, entry_of(self)->path);
    object *r = posix_stat_new(vm, &s);
    if (r)
        heap_store(vm->heap,
                   follow ? &entry_of(self)->stat : &entry_of(self)->lstat,
                   heap_retain(r));
    return r;
}

FUNCTION(entry_inode)
{
    struct host_stat s;
    POSIX_UNUSED;
    int64_t n = ask_stat(vm, self, false, &s);
    if (n < 0)
        return vm_pending(vm) ? NULL
                              : vm_raise_os(vm, n, entry_of(self)->path);
    return int_new_u64(vm, s.inode);
}

FUNCTION(entry_fspath)
{
    POSIX_UNUSED;
    return heap_retain(entry_of(self)->path);
}

static object *entry_repr(struct vm *vm, object *self)
{
    return str_format(vm, "<DirEntry %R>", entry_of(self)->name);
}

static const struct method_def entry_methods[] = {
    {"is_dir", entry_is_dir, METHOD_KEYWORDS,
     "is_dir($self, /, *, follow_symlinks=True)\n--\n\nIs it a directory?"},
    {"is_file", entry_is_file, METHOD_KEYWORDS,
     "is_file($self, /, *, follow_symlinks=True)\n--\n\nIs it a plain file?"},
    {"is_symlink", entry_is_symlink, METHOD_NOARGS,
     "is_symlink($self, /)\n--\n\nIs it a symbolic link?"},
    {"stat", entry_stat, METHOD_KEYWORDS,
     "stat($self, /, *, follow_symlinks=True)\n--\n\n"
     "What is known of it; asked once."},
    {"inode", entry_inode, METHOD_NOARGS,
     "inode($self, /)\n--\n\nThe number of its inode."},
    {"__fspath__", entry_fspath, METHOD_NOARGS,
     "__fspath__($self, /)\n--\n\nIts path."},
    {NULL, NULL, 0, NULL},
};

static const struct member_def entry_members[] = {
    {"name", MEMBER_OBJECT_EX, offsetof(struct entry, name), true,
     "The name, without its directory."},
    {"path", MEMBER_OBJECT_EX, offsetof(struct entry, path), true,
     "The path, as joined from the directory given and the name."},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct type_spec entry_spec = {
    .name = "posix.DirEntry",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct entry),
               .flags = HEAP_CONTAINER,
               .fields = entry_fields,
               .field_count = 4},
    .slots = {.repr = entry_repr},
    .methods = entry_methods,
    .members = entry_members,
};

/* ---- scandir ---- */

struct scan {
    struct heap_node node;
    object *names;  /* list, NULL at the end */
    object *prefix; /* str or bytes: the directory with its slash */
    size_t next;
};

static struct scan *scan_of(object *o)
{
    return (struct scan *)o;
}

static const struct heap_field scan_fields[] = {
    {.offset = offsetof(struct scan, names), .name = "names"},
    {.offset = offsetof(struct scan, prefix), .name = "prefix"},
};

static object *new_entry(struct vm *vm, object *name, object *prefix)
{
    object *path = vm_binary(vm, BINARY_ADD, prefix, name);
    struct type_object *type = path ? native_type(vm, &entry_spec) : NULL;
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, path);
        return NULL;
    }
    entry_of(o)->name = heap_retain(name);
    entry_of(o)->path = path;
    heap_track(vm->heap, o);
    return o;
}

static void scan_end(struct vm *vm, object *self)
{
    heap_store(vm->heap, &scan_of(self)->names, NULL);
}

static object *scan_next(struct vm *vm, object *self)
{
    struct scan *s = scan_of(self);
    if (!s->names)
        return NULL;
    if (s->next >= list_length(s->names)) {
        scan_end(vm, self);
        return NULL;
    }
    return new_entry(vm, list_items(s->names)[s->next++], s->prefix);
}

FUNCTION(scan_close)
{
    POSIX_UNUSED;
    scan_end(vm, self);
    return vm_none(vm);
}

FUNCTION(scan_enter)
{
    POSIX_UNUSED;
    return heap_retain(self);
}

static const struct method_def scan_methods[] = {
    {"__enter__", scan_enter, METHOD_NOARGS, NULL},
    {"__exit__", scan_close, METHOD_ARGS, NULL},
    {"close", scan_close, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct type_spec scan_spec = {
    .name = "posix.ScandirIterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct scan),
               .flags = HEAP_CONTAINER,
               .fields = scan_fields,
               .field_count = 2},
    .slots = {.iter = sequence_self, .next = scan_next},
    .methods = scan_methods,
};

/* The path with one slash at its end, as its own kind. */
static object *prefix_of(struct vm *vm, const struct posix_path *path)
{
    const char *text = path->text ? path->text : ".";
    size_t n = strlen(text);
    char *with = malloc(n + 2);
    if (!with)
        return vm_raise_no_memory(vm);
    memcpy(with, text, n + 1);
    if (!path->text)
        n = 0;
    if (path->text && n && text[n - 1] != '/')
        with[n++] = '/';
    if (!path->text)
        memcpy(with, "./", 2), n = 2;
    object *r = posix_name(vm, with, n, path->is_bytes);
    free(with);
    return r;
}

static object *new_scan(struct vm *vm, object *names, object *prefix)
{
    struct type_object *type =
        names && prefix ? native_type(vm, &scan_spec) : NULL;
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o) {
        scan_of(o)->names = heap_retain(names);
        scan_of(o)->prefix = heap_retain(prefix);
        heap_track(vm->heap, o);
    }
    vm_release_maybe(vm, names);
    vm_release_maybe(vm, prefix);
    return o;
}

FUNCTION(scandir_)
{
    struct posix_path path;
    size_t size;
    (void)self;
    if (!read_folder(vm, "scandir", args, nargs, kwnames, &path))
        return NULL;
    char *names = posix_list(vm, path.text ? path.text : ".", &size, &path);
    object *list = names ? list_of(vm, names, size, path.is_bytes) : NULL;
    object *prefix = list ? prefix_of(vm, &path) : NULL;
    free(names);
    posix_path_done(vm, &path);
    return new_scan(vm, list, prefix);
}

FUNCTION(fspath_)
{
    static const char *const names[] = {"path", NULL};
    static const struct arg_spec spec = {"fspath", names, 0, 1, 1};
    object *out[1];
    (void)self;
    return args_bind(vm, &spec, args, nargs, kwnames, out)
               ? posix_fspath(vm, out[0])
               : NULL;
}

const struct method_def posix_dir_functions[] = {
    {"listdir", listdir_, METHOD_KEYWORDS,
     "listdir($module, /, path=None)\n--\n\nThe names in a directory."},
    {"scandir", scandir_, METHOD_KEYWORDS,
     "scandir($module, /, path=None)\n--\n\n"
     "An iterator of the entries of a directory."},
    {"fspath", fspath_, METHOD_KEYWORDS,
     "fspath($module, /, path)\n--\n\nThe path as str or bytes."},
    {NULL, NULL, 0, NULL},
};

bool posix_dir_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const types[] = {&entry_spec, NULL};
    return native_add_types(vm, module, types);
}
