/*
 * _sre: compiles what re._compiler has made, and asks for cases.
 */
#include "scripts/modules/sre.h"

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- compile ------------------------------------------------------------- */

enum { PATTERN, FLAGS, CODE, GROUPS, GROUPINDEX, INDEXGROUP, ARGUMENTS };

static bool is_kind(struct vm *vm, object *o, enum type_id id,
                    const char *argument, const char *kind)
{
    if (type_is_subtype(vm_type_of(vm, o), vm->types[id]))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "compile() argument '%s' must be %s, not %B",
             argument, kind, o);
    return false;
}

static bool too_big(struct vm *vm)
{
    vm_pending_clear(vm);
    vm_raise(vm, EXC_OVERFLOW_ERROR,
             "regular expression code size limit exceeded");
    return false;
}

/* The words of the code list. */
static bool read_code(struct vm *vm, struct sre_pattern *p, object *list)
{
    size_t n = list_length(list);
    p->code = heap_array_new(vm->heap, (n + 1) * sizeof *p->code);
    if (!p->code) {
        vm_raise_no_memory(vm);
        return false;
    }
    p->length = n;
    for (size_t k = 0; k < n; k++) {
        object *item = list_items(list)[k];
        int64_t word;
        if (!(vm_type_of(vm, item)->flags & TYPE_INT_SUBCLASS) ||
            !int_fits_i64(item, &word) || word < 0 || word > UINT32_MAX)
            return too_big(vm);
        p->code[k] = (uint32_t)word;
    }
    return true;
}

/* Is the pattern made from str (0), bytes (1) or nothing (-1)? */
static bool find_kind(struct vm *vm, struct sre_pattern *p)
{
    struct sre_state s = {.vm = vm};
    if (p->pattern == vm->none) {
        p->is_bytes = -1;
        return true;
    }
    bool ok = sre_text(vm, p->pattern, &s);
    p->is_bytes = s.is_bytes;
    buffer_done(vm, &s.buffer);
    return ok;
}

/* A pattern has no more groups than its code could name. */
static bool check(struct vm *vm, const struct sre_pattern *p)
{
    if (p->groups >= 0 && (uint64_t)p->groups <= p->length + 65536 &&
        sre_check(p->code, p->length, (size_t)p->groups))
        return true;
    vm_raise(vm, EXC_RUNTIME_ERROR, "invalid SRE code");
    return false;
}

static object *make(struct vm *vm, object *const *in, int flags,
                    ptrdiff_t groups)
{
    struct type_object *type = native_type(vm, &sre_pattern_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o)
        return NULL;
    struct sre_pattern *p = sre_pattern_of(o);
    p->pattern = heap_retain(in[PATTERN]);
    p->groupindex = heap_retain(in[GROUPINDEX]);
    p->indexgroup = heap_retain(in[INDEXGROUP]);
    p->flags = flags;
    p->groups = groups;
    if (read_code(vm, p, in[CODE]) && find_kind(vm, p) && check(vm, p))
        return o;
    vm_release(vm, o);
    return NULL;
}

FUNCTION(compile)
{
    static const char *const names[] = {"pattern", "flags",      "code",
                                        "groups",  "groupindex", "indexgroup",
                                        NULL};
    static const struct arg_spec spec = {"compile", names, 0, 6, 6};
    object *in[ARGUMENTS];
    ptrdiff_t flags, groups;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !native_ssize(vm, in[FLAGS], &flags) ||
        !is_kind(vm, in[CODE], TYPE_LIST, "code", "list") ||
        !native_ssize(vm, in[GROUPS], &groups) ||
        !is_kind(vm, in[GROUPINDEX], TYPE_DICT, "groupindex", "dict") ||
        !is_kind(vm, in[INDEXGROUP], TYPE_TUPLE, "indexgroup", "tuple"))
        return NULL;
    if (flags > INT32_MAX || flags < INT32_MIN)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "signed integer is greater than maximum");
    return make(vm, in, (int)flags, groups);
}

/* ---- cases --------------------------------------------------------------- */

static bool read_character(struct vm *vm, object *o, uint32_t *c)
{
    ptrdiff_t n;
    if (!native_ssize(vm, o, &n))
        return false;
    *c = (uint32_t)n;
    return true;
}

FUNCTION(ascii_iscased)
{
    uint32_t c;
    UNUSED;
    if (!read_character(vm, args[0], &c))
        return NULL;
    return vm_bool(vm, (c | 32) - 'a' < 26);
}

FUNCTION(ascii_tolower)
{
    uint32_t c;
    UNUSED;
    if (!read_character(vm, args[0], &c))
        return NULL;
    return int_new(vm, (int32_t)sre_lower_ascii(c));
}

FUNCTION(unicode_iscased)
{
    uint32_t c;
    UNUSED;
    if (!read_character(vm, args[0], &c))
        return NULL;
    return vm_bool(vm, sre_lower_unicode(c) != c || sre_upper_unicode(c) != c);
}

FUNCTION(unicode_tolower)
{
    uint32_t c;
    UNUSED;
    if (!read_character(vm, args[0], &c))
        return NULL;
    return int_new(vm, (int32_t)sre_lower_unicode(c));
}

FUNCTION(getcodesize)
{
    UNUSED;
    return int_new(vm, sizeof(uint32_t));
}

/* ---- the library --------------------------------------------------------- */

object *sre_call_library(struct vm *vm, const char *name, object *const *args,
                         size_t nargs)
{
    object *title = str_intern(vm, "re");
    object *re = title ? import_module(vm, title) : NULL;
    object *function = re ? vm_getattr_str(vm, re, name) : NULL;
    object *result =
        function ? vm_call(vm, function, args, nargs, NULL) : NULL;
    vm_release_maybe(vm, function);
    vm_release_maybe(vm, re);
    vm_release_maybe(vm, title);
    return result;
}

static const struct method_def functions[] = {
    {"compile", compile, METHOD_KEYWORDS,
     "compile($module, /, pattern, flags, code, groups, groupindex,\n"
     "        indexgroup)\n--\n\n"},
    {"getcodesize", getcodesize, METHOD_NOARGS,
     "getcodesize($module, /)\n--\n\n"},
    {"ascii_iscased", ascii_iscased, METHOD_ONE,
     "ascii_iscased($module, character, /)\n--\n\n"},
    {"unicode_iscased", unicode_iscased, METHOD_ONE,
     "unicode_iscased($module, character, /)\n--\n\n"},
    {"ascii_tolower", ascii_tolower, METHOD_ONE,
     "ascii_tolower($module, character, /)\n--\n\n"},
    {"unicode_tolower", unicode_tolower, METHOD_ONE,
     "unicode_tolower($module, character, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool sre_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           module_add_int(vm, module, "MAGIC", SRE_MAGIC) &&
           module_add_int(vm, module, "CODESIZE", sizeof(uint32_t)) &&
           module_add_int(vm, module, "MAXREPEAT", SRE_MAX_REPEAT) &&
           module_add_int(vm, module, "MAXGROUPS", SRE_MAX_GROUPS);
}
