/*
 * pwd and grp: users and groups, read from /etc/passwd and /etc/group each
 * time that a script asks.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

enum { FIELDS_MAX = 7, ID_FIELD = 2 };

/* A file of lines with fields between colons; kinds: s text, i number, l texts
 * between commas. */
struct table {
    const char *path, *type, *kinds, *id;
    const char *names[FIELDS_MAX + 1];
};

static const struct table users = {
    "/etc/passwd", "pwd.struct_passwd", "ssiisss", "uid",
    {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir",
     "pw_shell", NULL}};
static const struct table groups = {
    "/etc/group", "grp.struct_group", "ssil", "gid",
    {"gr_name", "gr_passwd", "gr_gid", "gr_mem", NULL}};

struct span {
    const char *at;
    size_t size;
};

/* ---- the file -------------------------------------------------------------- */

/* Everything in the file, to be freed, ended by NUL; NULL: pending. */
static char *read_all(struct vm *vm, const char *path)
{
    const struct host *host = vm->host;
    size_t size = 0, room = 4096;
    char *text = malloc(room + 1);
    int64_t fd =
        host->open(host->arg, path, O_RDONLY | O_CLOEXEC, 0), n = fd;
    while (text && n >= 0 &&
           (n = host->read(host->arg, (int)fd, text + size, room - size)) > 0) {
        size += (size_t)n;
        if (size < room)
            continue;
        char *more = realloc(text, 2 * room + 1);
        if (!more)
            free(text);
        text = more;
        room *= 2;
    }
    if (fd >= 0)
        host->close(host->arg, (int)fd);
    if (!text)
        vm_raise_no_memory(vm);
    else if (n < 0)
        vm_raise_os(vm, n, NULL);
    if (vm_pending(vm)) {
        free(text);
        return NULL;
    }
    text[size] = '\0';
    return text;
}

/* Cuts what stands before the separator off *text; false: nothing is left. */
static bool cut(struct span *text, char separator, struct span *part)
{
    if (!text->at)
        return false;
    const char *end = memchr(text->at, separator, text->size);
    part->at = text->at;
    part->size = end ? (size_t)(end - text->at) : text->size;
    text->size -= end ? part->size + 1 : part->size;
    text->at = end ? end + 1 : NULL;
    return true;
}

/* The fields of a line; false: it is not whole. */
static bool split(const struct table *t, struct span line,
                  struct span *fields)
{
    size_t n = 0, wanted = strlen(t->kinds);
    while (n < wanted && cut(&line, ':', &fields[n]))
        n++;
    return n == wanted && fields[0].size && fields[0].at[0] != '#';
}

/* ---- entries ----------------------------------------------------------------- */

/* Text that need not be UTF-8: other bytes become surrogates. */
static object *make_text(struct vm *vm, struct span s)
{
    object *bytes_decode = str_intern(vm, "decode");
    object *bytes = bytes_decode ? bytes_new(vm, s.at, s.size) : NULL;
    object *args[2] = {bytes ? str_from(vm, "utf-8") : NULL,
                       bytes ? str_from(vm, "surrogateescape") : NULL};
    object *text = args[0] && args[1]
                       ? vm_call_method(vm, bytes, bytes_decode, args, 2)
                       : NULL;
    vm_release_maybe(vm, bytes_decode);
    vm_release_maybe(vm, bytes);
    vm_release_maybe(vm, args[0]);
    vm_release_maybe(vm, args[1]);
    return text;
}

static uint32_t number_of(struct span s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.size && s.at[i] >= '0' && s.at[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.at[i] - '0');
    return n;
}

static object *make_list(struct vm *vm, struct span s)
{
    struct span part;
    object *list = list_new(vm, 0);
    while (list && s.size && cut(&s, ',', &part)) {
        object *text = make_text(vm, part);
        if (!text || !list_append_steal(vm, list, text))
            heap_store(vm->heap, &list, NULL);
    }
    return list;
}

static struct type_object *entry_type(struct vm *vm, const struct table *t)
{
    object **slot = native_slot(vm, t);
    if (slot && !*slot) {
        struct type_object *type = struct_sequence_type(vm, t->type, t->names);
        if (type)
            type->slots.new_ = struct_sequence_make;
        slot = native_slot(vm, t);
        if (type && slot)
            *slot = type_as_object(type);
    }
    return slot && *slot ? type_object_of(*slot) : NULL;
}

static object *make_entry(struct vm *vm, const struct table *t,
                          const struct span *fields)
{
    object *items[FIELDS_MAX];
    size_t n = strlen(t->kinds);
    for (size_t i = 0; i < n; i++)
        items[i] = t->kinds[i] == 'i' ? int_new(vm, number_of(fields[i]))
                   : t->kinds[i] == 'l' ? make_list(vm, fields[i])
                                        : make_text(vm, fields[i]);
    return struct_sequence_new_steal(vm, entry_type(vm, t), items, n);
}

/* ---- looking ------------------------------------------------------------------ */

/* The first entry with that name or, if name is NULL, number; NULL with
 * nothing pending: there is none. */
static object *find(struct vm *vm, const struct table *t, const char *name,
                    uint32_t id)
{
    struct span line, fields[FIELDS_MAX];
    char *text = read_all(vm, t->path);
    object *found = NULL;
    struct span rest = {text, text ? strlen(text) : 0};
    while (!found && !vm_pending(vm) && cut(&rest, '\n', &line)) {
        if (!split(t, line, fields))
            continue;
        bool same = name ? strlen(name) == fields[0].size &&
                               memcmp(name, fields[0].at, fields[0].size) == 0
                         : number_of(fields[ID_FIELD]) == id;
        if (same)
            found = make_entry(vm, t, fields);
    }
    free(text);
    return found;
}

static object *find_all(struct vm *vm, const struct table *t)
{
    struct span line, fields[FIELDS_MAX];
    char *text = read_all(vm, t->path);
    object *list = text ? list_new(vm, 0) : NULL;
    struct span rest = {text, text ? strlen(text) : 0};
    while (list && cut(&rest, '\n', &line)) {
        if (!split(t, line, fields))
            continue;
        object *entry = make_entry(vm, t, fields);
        if (!entry || !list_append_steal(vm, list, entry))
            heap_store(vm->heap, &list, NULL);
    }
    free(text);
    return list;
}

static object *by_id(struct vm *vm, const struct table *t,
                     const char *function, object *o)
{
    int64_t id;
    if (!vm_type_of(vm, o)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR, "%s should be integer, not %T",
                        t->id, o);
    object *index = vm_index(vm, o);
    if (!index)
        return NULL;
    bool is_short = int_fits_i64(index, &id);
    bool fits = is_short && id >= -1 && id <= UINT32_MAX;
    bool large = !is_short && int_sign(index) > 0;
    vm_release(vm, index);
    if (!fits && t == &users)
        return vm_raise(vm, EXC_KEY_ERROR, "%s(): uid not found", function);
    if (!fits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "%s is %s", t->id,
                        large ? "greater than maximum" : "less than minimum");
    object *entry = find(vm, t, NULL, (uint32_t)id);
    if (entry || vm_pending(vm))
        return entry;
    return vm_raise(vm, EXC_KEY_ERROR, "%s(): %s not found: %lld", function,
                    t->id, id == UINT32_MAX ? -1LL : (long long)id);
}

static object *by_name(struct vm *vm, const struct table *t,
                       const char *function, const char *argument, object *o)
{
    if (!(vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s() argument%s must be str, not %B", function,
                        argument, o);
    for (size_t i = 0; i < str_length(o); i++)
        if (!str_at(o, i))
            return vm_raise(vm, EXC_VALUE_ERROR, "embedded null byte");
    char *name = str_dup_utf8(vm, o);
    object *entry = name ? find(vm, t, name, 0) : NULL;
    free(name);
    if (entry || vm_pending(vm))
        return entry;
    return vm_raise(vm, EXC_KEY_ERROR, "%s(): name not found: %R", function,
                    o);
}

/* ---- the modules ----------------------------------------------------------------- */

FUNCTION(getpwuid_)
{
    UNUSED;
    return by_id(vm, &users, "getpwuid", args[0]);
}

FUNCTION(getpwnam_)
{
    UNUSED;
    return by_name(vm, &users, "getpwnam", "", args[0]);
}

FUNCTION(getpwall)
{
    UNUSED;
    return find_all(vm, &users);
}

FUNCTION(getgrgid_)
{
    static const char *const names[] = {"id", NULL};
    static const struct arg_spec spec = {"getgrgid", names, 0, 1, 1};
    object *id;
    (void)self;
    return args_bind(vm, &spec, args, nargs, kwnames, &id)
               ? by_id(vm, &groups, "getgrgid", id)
               : NULL;
}

FUNCTION(getgrnam_)
{
    static const char *const names[] = {"name", NULL};
    static const struct arg_spec spec = {"getgrnam", names, 0, 1, 1};
    object *name;
    (void)self;
    return args_bind(vm, &spec, args, nargs, kwnames, &name)
               ? by_name(vm, &groups, "getgrnam", " 'name'", name)
               : NULL;
}

FUNCTION(getgrall)
{
    UNUSED;
    return find_all(vm, &groups);
}

static const struct method_def user_functions[] = {
    {"getpwuid", getpwuid_, METHOD_ONE,
     "getpwuid($module, uidobj, /)\n--\n\nThe user of that number."},
    {"getpwnam", getpwnam_, METHOD_ONE,
     "getpwnam($module, name, /)\n--\n\nThe user of that name."},
    {"getpwall", getpwall, METHOD_NOARGS,
     "getpwall($module, /)\n--\n\nA list of all users."},
    {NULL, NULL, 0, NULL},
};

static const struct method_def group_functions[] = {
    {"getgrgid", getgrgid_, METHOD_KEYWORDS,
     "getgrgid($module, /, id)\n--\n\nThe group of that number."},
    {"getgrnam", getgrnam_, METHOD_KEYWORDS,
     "getgrnam($module, /, name)\n--\n\nThe group of that name."},
    {"getgrall", getgrall, METHOD_NOARGS,
     "getgrall($module, /)\n--\n\nA list of all groups."},
    {NULL, NULL, 0, NULL},
};

bool pwd_fill(struct vm *vm, object *module)
{
    struct type_object *type = entry_type(vm, &users);
    return type && module_add_functions(vm, module, user_functions) &&
           module_add_steal(vm, module, "struct_passwd",
                            heap_retain(type_as_object(type)));
}

bool grp_fill(struct vm *vm, object *module)
{
    struct type_object *type = entry_type(vm, &groups);
    return type && module_add_functions(vm, module, group_functions) &&
           module_add_steal(vm, module, "struct_group",
                            heap_retain(type_as_object(type)));
}
