/*
 * posix: stat and its result.
 *
 * A stat_result is a tuple of ten with one field behind them: a tuple of the
 * nine values that are told by name only.
 */
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION POSIX_FUNCTION

enum { VISIBLE = 10, NAMED = 7, HIDDEN = 9, ALL = VISIBLE + HIDDEN };

static const char *const field_names[] = {
    "st_mode",     "st_ino",      "st_dev",      "st_nlink",
    "st_uid",      "st_gid",      "st_size",     "st_atime",
    "st_mtime",    "st_ctime",    "st_atime_ns", "st_mtime_ns",
    "st_ctime_ns", "st_blksize",  "st_blocks",   "st_rdev",
};
enum { NAMES = NAMED + HIDDEN };

static const size_t positions[NAMES] = {0, 1, 2,  3,  4,  5,  6,  7,
                                        8, 9, 10, 11, 12, 13, 14, 15};

/* ---- the object ---- */

static object **hidden_of(struct vm *vm, object *self)
{
    size_t size = heap_object_size(vm->heap, self);
    return (object **)(void *)((char *)self + size - sizeof(object *));
}

static object *get_field(struct vm *vm, object *self, const void *data)
{
    size_t i = *(const size_t *)data;
    if (i < NAMED)
        return heap_retain(tuple_items(self)[i]);
    return heap_retain(tuple_items(*hidden_of(vm, self))[i - NAMED]);
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    str_builder_ascii(&b, "os.stat_result(");
    for (size_t i = 0; i < VISIBLE; i++) {
        object *text = str_format(vm, "%s%s=%R", i ? ", " : "", field_names[i],
                                  tuple_items(self)[i]);
        if (!text) {
            str_builder_done(&b);
            return NULL;
        }
        str_builder_str(&b, text);
        vm_release(vm, text);
    }
    str_builder_ascii(&b, ")");
    return str_builder_finish(&b);
}

static const struct heap_field hidden_field[] = {
    {.offset = HEAP_FIELD_FROM_END | (uint32_t)sizeof(object *),
     .name = "hidden"},
};

/* A stat_result of ALL items, which are stolen and not NULL. */
static object *make_steal(struct vm *vm, struct type_object *type,
                          object **items)
{
    object *hidden = tuple_from_steal(vm, items + VISIBLE, HIDDEN);
    object *o = hidden ? type_alloc(vm, type, VISIBLE * sizeof(object *) +
                                                  sizeof(object *))
                       : NULL;
    if (!o) {
        vm_release_maybe(vm, hidden);
        for (size_t i = 0; i < VISIBLE; i++)
            vm_release(vm, items[i]);
        return NULL;
    }
    heap_set_aux(o, VISIBLE);
    memcpy(((struct tuple_object *)o)->items, items,
           VISIBLE * sizeof(object *));
    *hidden_of(vm, o) = hidden;
    return o;
}

/* The items of a sequence given, completed: times without nanoseconds are
 * those among the first ten. */
static bool complete(struct vm *vm, object *given, object *dict,
                     object **items)
{
    size_t n = tuple_length(given);
    for (size_t i = 0; i < ALL; i++) {
        object *value = i < n ? tuple_items(given)[i] : NULL;
        size_t name = i - VISIBLE + NAMED;
        if (!value && dict && i >= VISIBLE)
            value = dict_get_c_peek(vm, dict, field_names[name]);
        if (!value && i < VISIBLE + 3)
            value = items[i - 3];
        items[i] = heap_retain(value ? value : vm->none);
    }
    return true;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sequence", "dict", NULL};
    static const struct arg_spec spec = {"stat_result", names, 0, 2, 1};
    object *out[2], *items[ALL], *r = NULL;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *given = vm_tuple_from(vm, out[0]);
    if (!given)
        return NULL;
    size_t n = tuple_length(given);
    object *dict = out[1] && vm_is(out[1], TYPE_DICT) ? out[1] : NULL;
    if (n < VISIBLE || n > ALL)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes an %s %d-sequence (%zu-sequence given)",
                 type_name(type), n < VISIBLE ? "at least" : "at most",
                 n < VISIBLE ? VISIBLE : ALL, n);
    else if (complete(vm, given, dict, items))
        r = make_steal(vm, type, items);
    vm_release(vm, given);
    if (r)
        heap_track(vm->heap, r);
    return r;
}

/* ---- reduce ---- */

static object *hidden_dict(struct vm *vm, object *self)
{
    object *dict = dict_new(vm), *hidden = *hidden_of(vm, self);
    for (size_t i = 0; dict && i < HIDDEN; i++)
        if (!dict_set_c(vm, dict, field_names[NAMED + i],
                        tuple_items(hidden)[i])) {
            vm_release(vm, dict);
            return NULL;
        }
    return dict;
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    POSIX_UNUSED;
    object *items = tuple_from(vm, tuple_items(self), VISIBLE);
    object *dict = items ? hidden_dict(vm, self) : NULL;
    object *both = dict ? tuple_pack(vm, 2, items, dict) : NULL;
    object *r =
        both ? tuple_pack(vm, 2, type_as_object(vm_type_of(vm, self)), both)
             : NULL;
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, dict);
    vm_release_maybe(vm, both);
    return r;
}

static const struct method_def methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define FIELD(i, name) {name, get_field, NULL, NULL, &positions[i]}
static const struct getset_def getsets[] = {
    FIELD(0, "st_mode"),      FIELD(1, "st_ino"),
    FIELD(2, "st_dev"),       FIELD(3, "st_nlink"),
    FIELD(4, "st_uid"),       FIELD(5, "st_gid"),
    FIELD(6, "st_size"),      FIELD(7, "st_atime"),
    FIELD(8, "st_mtime"),     FIELD(9, "st_ctime"),
    FIELD(10, "st_atime_ns"), FIELD(11, "st_mtime_ns"),
    FIELD(12, "st_ctime_ns"), FIELD(13, "st_blksize"),
    FIELD(14, "st_blocks"),   FIELD(15, "st_rdev"),
    {NULL, NULL, NULL, NULL, NULL},
};

static bool add_counts(struct vm *vm, struct type_object *type)
{
    object *names = tuple_new(vm, NAMED);
    bool ok = names;
    for (size_t i = 0; ok && i < NAMED; i++)
        ok = (tuple_items(names)[i] = str_intern(vm, field_names[i])) != NULL;
    object *visible = int_new(vm, VISIBLE), *all = int_new(vm, ALL),
           *unnamed = int_new(vm, VISIBLE - NAMED);
    ok = ok && dict_set_c(vm, type->dict, "__match_args__", names) &&
         dict_set_c(vm, type->dict, "n_sequence_fields", visible) &&
         dict_set_c(vm, type->dict, "n_fields", all) &&
         dict_set_c(vm, type->dict, "n_unnamed_fields", unnamed);
    vm_release_maybe(vm, names);
    vm_release_maybe(vm, visible);
    vm_release_maybe(vm, all);
    vm_release_maybe(vm, unnamed);
    return ok;
}

static struct type_object *make_type(struct vm *vm)
{
    struct type_spec spec = {.name = "os.stat_result",
                             .layout = vm->types[TYPE_TUPLE]->layout,
                             .slots = {.repr = repr, .new_ = new_},
                             .methods = methods,
                             .getsets = getsets,
                             .doc = "stat_result: Result from stat, fstat, or "
                                    "lstat."};
    spec.layout.fields = hidden_field;
    spec.layout.field_count = 1;
    spec.layout.index = 0;
    struct type_object *type =
        type_from_spec_base(vm, &spec, vm->types[TYPE_TUPLE]);
    if (!type)
        return NULL;
    type->layout.owner = type_as_object(type);
    type->spec = NULL;
    if (add_counts(vm, type))
        return type;
    vm_release(vm, type_as_object(type));
    return NULL;
}

/* The type, made once; borrowed. */
static struct type_object *stat_type(struct vm *vm)
{
    object **slot = native_slot(vm, field_names);
    if (slot && !*slot) {
        struct type_object *type = make_type(vm);
        slot = native_slot(vm, field_names);
        if (type && slot)
            *slot = type_as_object(type);
    }
    return slot && *slot ? type_object_of(*slot) : NULL;
}

/* ---- from the host ---- */

object *posix_stat_new(struct vm *vm, const struct host_stat *s)
{
    const int64_t times[] = {s->atime_ns, s->mtime_ns, s->ctime_ns};
    object *items[ALL] = {
        int_new(vm, s->mode), int_new_u64(vm, s->inode),
        int_new_u64(vm, s->device), int_new_u64(vm, s->links),
        int_new(vm, s->uid), int_new(vm, s->gid), int_new(vm, s->size),
    };
    for (int i = 0; i < 3; i++) {
        int64_t rest = times[i] % 1000000000;
        int64_t whole = times[i] / 1000000000 - (rest < 0);
        rest += rest < 0 ? 1000000000 : 0;
        items[NAMED + i] = int_new(vm, whole);
        items[VISIBLE + i] = float_new(vm, (double)whole + 1e-9 * (double)rest);
        items[VISIBLE + 3 + i] = int_new(vm, times[i]);
    }
    items[16] = int_new(vm, s->block_size);
    items[17] = int_new(vm, s->blocks);
    items[18] = int_new_u64(vm, s->rdev);
    struct type_object *type = stat_type(vm);
    bool whole = type;
    for (size_t i = 0; i < ALL; i++)
        whole &= items[i] != NULL;
    if (whole) {
        object *o = make_steal(vm, type, items);
        if (o)
            heap_track(vm->heap, o);
        return o;
    }
    for (size_t i = 0; i < ALL; i++)
        vm_release_maybe(vm, items[i]);
    return NULL;
}

/* ---- functions ---- */

static object *stat_of(struct vm *vm, const struct posix_path *path,
                       bool follow)
{
    struct host_stat s;
    int64_t n = path->text
                    ? vm->host->stat(vm->host->arg, path->text, follow, &s)
                    : vm->host->fstat(vm->host->arg, path->fd, &s);
    return n < 0 ? posix_error(vm, n, path, NULL) : posix_stat_new(vm, &s);
}

FUNCTION(stat_)
{
    static const char *const names[] = {"path", "dir_fd", "follow_symlinks",
                                        NULL};
    static const struct arg_spec spec = {"stat", names, 0, 1, 1};
    struct posix_path path;
    object *out[3];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "stat", out[1]) ||
        !posix_path_read(vm, out[0], "stat", "path", POSIX_PATH_FD, &path))
        return NULL;
    int follow = out[2] ? vm_truth(vm, out[2]) : 1;
    object *r = follow < 0 ? NULL : stat_of(vm, &path, follow);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(lstat_)
{
    static const char *const names[] = {"path", "dir_fd", NULL};
    static const struct arg_spec spec = {"lstat", names, 0, 1, 1};
    struct posix_path path;
    object *out[2];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "lstat", out[1]) ||
        !posix_path_read(vm, out[0], "lstat", "path", POSIX_PATH, &path))
        return NULL;
    object *r = stat_of(vm, &path, false);
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(fstat_)
{
    static const char *const names[] = {"fd", NULL};
    static const struct arg_spec spec = {"fstat", names, 0, 1, 1};
    struct posix_path path = {.fd = -1};
    object *out[1];
    (void)self;
    return args_bind(vm, &spec, args, nargs, kwnames, out) &&
                   posix_int(vm, out[0], &path.fd)
               ? stat_of(vm, &path, true)
               : NULL;
}

const struct method_def posix_stat_functions[] = {
    {"stat", stat_, METHOD_KEYWORDS,
     "stat($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\n"
     "What is known of a file."},
    {"lstat", lstat_, METHOD_KEYWORDS,
     "lstat($module, /, path, *, dir_fd=None)\n--\n\n"
     "What is known of a file, or of a symbolic link itself."},
    {"fstat", fstat_, METHOD_KEYWORDS,
     "fstat($module, /, fd)\n--\n\nWhat is known of an open file."},
    {NULL, NULL, 0, NULL},
};

bool posix_stat_fill(struct vm *vm, object *module)
{
    struct type_object *type = stat_type(vm);
    return module_add_steal(vm, module, "stat_result",
                            type ? heap_retain(type_as_object(type)) : NULL);
}
