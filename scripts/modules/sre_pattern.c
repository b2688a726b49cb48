/*
 * re.Pattern, and the scanner behind finditer.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/modules/sre.h"
#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/iterators.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

bool sre_span_arguments(struct vm *vm, const char *name, object *const *args,
                        size_t nargs, object *kwnames, object **string,
                        ptrdiff_t *pos, ptrdiff_t *endpos)
{
    static const char *const names[] = {"string", "pos", "endpos", NULL};
    struct arg_spec spec = {name, names, 0, 3, 1};
    object *in[3];
    *pos = 0;
    *endpos = PTRDIFF_MAX;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !native_ssize(vm, in[1], pos)) ||
        (in[2] && !native_ssize(vm, in[2], endpos)))
        return false;
    *string = in[0];
    return true;
}

/* ---- one match ----------------------------------------------------------- */

enum how { MATCH, FULLMATCH, SEARCH };

static object *try_once(struct vm *vm, object *self, const char *name,
                        object *const *args, size_t nargs, object *kwnames,
                        enum how how)
{
    const struct sre_pattern *p = sre_pattern_of(self);
    struct sre_state s;
    object *string, *result = NULL;
    ptrdiff_t pos, endpos;
    if (!sre_span_arguments(vm, name, args, nargs, kwnames, &string, &pos,
                            &endpos))
        return NULL;
    if (sre_state_init(vm, &s, self, string, pos, endpos)) {
        s.whole = how == FULLMATCH;
        int status = how == SEARCH ? sre_search(&s, p) : sre_match_here(&s, p);
        result = sre_match_new(vm, self, &s, status);
    }
    sre_state_done(&s);
    return result;
}

FUNCTION(match)
{
    return try_once(vm, self, "match", args, nargs, kwnames, MATCH);
}

FUNCTION(fullmatch)
{
    return try_once(vm, self, "fullmatch", args, nargs, kwnames, FULLMATCH);
}

FUNCTION(search)
{
    return try_once(vm, self, "search", args, nargs, kwnames, SEARCH);
}

/* ---- scanners ------------------------------------------------------------ */

struct scanner {
    struct heap_node node;
    object *pattern, *string;
    struct sre_state *state; /* malloc'ed */
    bool busy, finished;
};

static struct scanner *scanner_of(object *o)
{
    return (struct scanner *)o;
}

object *sre_scanner_new(struct vm *vm, object *pattern, object *string,
                        ptrdiff_t pos, ptrdiff_t endpos)
{
    struct type_object *type = native_type(vm, &sre_scanner_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o)
        return NULL;
    struct scanner *scanner = scanner_of(o);
    scanner->pattern = heap_retain(pattern);
    scanner->state = calloc(1, sizeof *scanner->state);
    if (!scanner->state) {
        vm_raise_no_memory(vm);
    } else if (sre_state_init(vm, scanner->state, pattern, string, pos,
                              endpos)) {
        /* the object's fields own it from now on */
        scanner->string = scanner->state->string;
        scanner->state->string = NULL;
        return o;
    }
    vm_release(vm, o);
    return NULL;
}

/* The host may let scripts run during a match, which must not meet the state
 * at work. */
static object *scan(struct vm *vm, object *self, bool searching)
{
    struct scanner *c = scanner_of(self);
    struct sre_state *s = c->state;
    if (c->busy)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "regular expression scanner already executing");
    if (c->finished)
        return vm_none(vm);
    c->busy = true;
    sre_state_reset(s);
    s->at = s->start;
    s->string = heap_retain(c->string);
    int status = searching ? sre_search(s, sre_pattern_of(c->pattern))
                           : sre_match_here(s, sre_pattern_of(c->pattern));
    object *result = sre_match_new(vm, c->pattern, s, status);
    heap_store(vm->heap, &s->string, NULL);
    c->finished = status == 0;
    if (status > 0) {
        s->advance = s->at == s->start;
        s->start = s->at;
        c->finished = s->start > s->length;
    }
    c->busy = false;
    return result;
}

FUNCTION(scanner_match)
{
    UNUSED;
    return scan(vm, self, false);
}

FUNCTION(scanner_search)
{
    UNUSED;
    return scan(vm, self, true);
}

static void scanner_destroy(heap *h, object *self)
{
    struct sre_state *s = scanner_of(self)->state;
    (void)h;
    if (!s)
        return;
    sre_state_done(s);
    free(s);
}

static const struct heap_field scanner_fields[] = {
    {"pattern", offsetof(struct scanner, pattern)},
    {"string", offsetof(struct scanner, string)},
};

static const struct method_def scanner_methods[] = {
    {"match", scanner_match, METHOD_NOARGS, "match($self, /)\n--\n\n"},
    {"search", scanner_search, METHOD_NOARGS, "search($self, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def scanner_members[] = {
    {"pattern", MEMBER_OBJECT, offsetof(struct scanner, pattern), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec sre_scanner_spec = {
    .name = "_sre.SRE_Scanner",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct scanner),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .destroy = scanner_destroy,
               .fields = scanner_fields,
               .field_count = 2},
    .methods = scanner_methods,
    .members = scanner_members,
};

FUNCTION(scanner)
{
    object *string;
    ptrdiff_t pos, endpos;
    if (!sre_span_arguments(vm, "scanner", args, nargs, kwnames, &string, &pos,
                            &endpos))
        return NULL;
    return sre_scanner_new(vm, self, string, pos, endpos);
}

FUNCTION(finditer)
{
    object *string;
    ptrdiff_t pos, endpos;
    if (!sre_span_arguments(vm, "finditer", args, nargs, kwnames, &string,
                            &pos, &endpos))
        return NULL;
    object *o = sre_scanner_new(vm, self, string, pos, endpos);
    object *next = o ? vm_getattr_str(vm, o, "search") : NULL;
    object *it = next ? callable_iterator_new(vm, next, vm->none) : NULL;
    vm_release_maybe(vm, o);
    vm_release_maybe(vm, next);
    return it;
}

/* ---- repr, ==, hash ------------------------------------------------------ */

/* "re.I|re.M" of the flags worth telling. */
static object *flags_text(struct vm *vm, const struct sre_pattern *p)
{
    static const char *const names[] = {
        "re.TEMPLATE", "re.IGNORECASE", "re.LOCALE",
        "re.MULTILINE", "re.DOTALL",    "re.UNICODE",
        "re.VERBOSE",  "re.DEBUG",      "re.ASCII"};
    const int kinds = SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII;
    struct str_builder b;
    int flags = p->flags;
    if (p->is_bytes == 0 && (flags & kinds) == SRE_FLAG_UNICODE)
        flags &= ~SRE_FLAG_UNICODE;
    str_builder_init(&b, vm);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        if (!(flags >> k & 1))
            continue;
        if (b.length)
            str_builder_char(&b, '|');
        str_builder_ascii(&b, names[k]);
        flags &= ~(1 << k);
    }
    if (flags) {
        object *rest = str_format(vm, "%s0x%x", b.length ? "|" : "",
                                  (unsigned)flags);
        if (rest)
            str_builder_str(&b, rest);
        vm_release_maybe(vm, rest);
    }
    return str_builder_finish(&b);
}

static object *repr(struct vm *vm, object *self)
{
    struct sre_pattern *p = sre_pattern_of(self);
    object *flags = flags_text(vm, p);
    object *text = flags ? vm_repr(vm, p->pattern) : NULL;
    object *part = text ? str_slice(vm, text, 0,
                                    str_length(text) < 200 ? str_length(text)
                                                           : 200)
                        : NULL;
    object *r = NULL;
    if (part)
        r = str_format(vm, "re.compile(%U%s%U)", part,
                       str_length(flags) ? ", " : "", flags);
    vm_release_maybe(vm, flags);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, part);
    return r;
}

static bool same_code(const struct sre_pattern *a, const struct sre_pattern *b)
{
    return a->flags == b->flags && a->is_bytes == b->is_bytes &&
           a->length == b->length &&
           memcmp(a->code, b->code, a->length * sizeof *a->code) == 0;
}

static object *compare(struct vm *vm, object *self, object *other,
                       enum vm_compare op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !native_is(vm, other, &sre_pattern_spec))
        return heap_retain(vm->not_implemented);
    struct sre_pattern *a = sre_pattern_of(self), *b = sre_pattern_of(other);
    int same = a == b;
    if (!same && same_code(a, b))
        same = vm_equal(vm, a->pattern, b->pattern);
    return same < 0 ? NULL : vm_bool(vm, same == (op == COMPARE_EQ));
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    const struct sre_pattern *p = sre_pattern_of(self);
    uint64_t h;
    if (!vm_hash(vm, p->pattern, out))
        return false;
    h = (uint64_t)*out;
    for (size_t k = 0; k < p->length; k++)
        h = (h ^ p->code[k]) * 0x100000001b3u;
    h ^= (uint64_t)(unsigned)p->flags ^ (uint64_t)p->is_bytes;
    *out = (int64_t)h == -1 ? -2 : (int64_t)h;
    return true;
}

/* ---- the type ------------------------------------------------------------ */

FUNCTION(itself)
{
    UNUSED;
    return heap_retain(self);
}

static object *get_groupindex(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return mappingproxy_new(vm, sre_pattern_of(self)->groupindex);
}

static object *get_groups(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, sre_pattern_of(self)->groups);
}

static void destroy(heap *h, object *self)
{
    struct sre_pattern *p = sre_pattern_of(self);
    if (p->code)
        heap_array_free(h, p->code, (p->length + 1) * sizeof *p->code);
}

static size_t extra(const object *self)
{
    const struct sre_pattern *p = sre_pattern_of(self);
    return p->code ? (p->length + 1) * sizeof *p->code : 0;
}

static const struct heap_field fields[] = {
    {"pattern", offsetof(struct sre_pattern, pattern)},
    {"groupindex", offsetof(struct sre_pattern, groupindex)},
    {"indexgroup", offsetof(struct sre_pattern, indexgroup)},
};

#define SPAN_ARGUMENTS "($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n"

static const struct method_def methods[] = {
    {"match", match, METHOD_KEYWORDS,
     "match" SPAN_ARGUMENTS "Match at the beginning of the text."},
    {"fullmatch", fullmatch, METHOD_KEYWORDS,
     "fullmatch" SPAN_ARGUMENTS "Match the whole text."},
    {"search", search, METHOD_KEYWORDS,
     "search" SPAN_ARGUMENTS "Find the first match; None when there is none."},
    {"sub", sre_pattern_sub, METHOD_KEYWORDS,
     "sub($self, /, repl, string, count=0)\n--\n\n"
     "The text with its matches replaced."},
    {"subn", sre_pattern_subn, METHOD_KEYWORDS,
     "subn($self, /, repl, string, count=0)\n--\n\n"
     "The text with its matches replaced, and their number."},
    {"findall", sre_pattern_findall, METHOD_KEYWORDS,
     "findall" SPAN_ARGUMENTS "A list of all matches that do not overlap."},
    {"split", sre_pattern_split, METHOD_KEYWORDS,
     "split($self, /, string, maxsplit=0)\n--\n\n"
     "The parts of the text between the matches."},
    {"finditer", finditer, METHOD_KEYWORDS,
     "finditer" SPAN_ARGUMENTS "An iterator over all matches."},
    {"scanner", scanner, METHOD_KEYWORDS, "scanner" SPAN_ARGUMENTS},
    {"__copy__", itself, METHOD_NOARGS, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", itself, METHOD_ONE,
     "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"pattern", MEMBER_OBJECT, offsetof(struct sre_pattern, pattern), true,
     "The pattern string from which the RE object was compiled."},
    {"flags", MEMBER_INT, offsetof(struct sre_pattern, flags), true,
     "The regex matching flags."},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def getsets[] = {
    {"groupindex", get_groupindex, NULL,
     "The numbers of the named groups.", NULL},
    {"groups", get_groups, NULL, "The number of groups.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec sre_pattern_spec = {
    .name = "re.Pattern",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct sre_pattern),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 3,
               .clear = sequence_no_clear,
               .destroy = destroy,
               .extra = extra},
    .weakly = true,
    .slots = {.repr = repr, .compare = compare, .hash = hash},
    .methods = methods,
    .members = members,
    .getsets = getsets,
    .doc = "Compiled regular expression object.",
};
