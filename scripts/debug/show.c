/*
 * Values as text, without running script code and without allocating in the
 * heap: exact built-in types as Python's repr, all others by their parts.
 * Invariant: depth, items and length are bounded, so that no object can hold
 * the debugger up.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 3, ITEMS_MAX = 50, STR_MAX = 400, LIMBS_MAX = 64 };

/* ---- names ------------------------------------------------------------- */

const char *show_type(struct engine *e, const object *o)
{
    const struct heap_type *type = heap_type_of(e->vm->heap, o);
    const char *name = type && type->name ? type->name : "object";
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

void show_name(struct engine *e, struct text *t, const object *o)
{
    text_addf(t, "%s #%lld", show_type(e, o), (long long)number_of(e, o));
}

char *show_str(const object *s, size_t most)
{
    size_t length = str_length(s);
    size_t size = length < most ? length * 4 : most;
    char *text = malloc(size + 1);
    if (!text)
        return NULL;
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = str_at(s, i);
        size_t need = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (n + need > size)
            break;
        if (need == 1) {
            text[n++] = (char)c;
            continue;
        }
        for (size_t k = 0; k < need; k++)
            text[n + k] = (char)(0x80 | (c >> 6 * (need - 1 - k) & 0x3f));
        text[n] = (char)((0xf00u >> need & 0xf0) | c >> 6 * (need - 1));
        n += need;
    }
    text[n] = 0;
    return text;
}

/* ---- plain values ------------------------------------------------------ */

/* In the heap nothing may be allocated: digits by GMP itself. */
static void put_big(struct text *t, const object *o)
{
    struct int_view v;
    mp_limb_t limbs[LIMBS_MAX];
    unsigned char digits[LIMBS_MAX * 20 + 2];
    int_view(o, &v);
    if (v.count > LIMBS_MAX) {
        text_addf(t, "<int of %zu bits>", int_bit_length(o));
        return;
    }
    memcpy(limbs, v.limbs, v.count * sizeof *limbs);
    size_t n = mpn_get_str(digits, 10, limbs, (mp_size_t)v.count);
    size_t from = 0;
    while (from + 1 < n && digits[from] == 0)
        from++;
    if (v.negative)
        text_add(t, "-");
    for (; from < n; from++)
        text_addf(t, "%d", digits[from]);
}

static void put_int(struct engine *e, struct text *t, object *o)
{
    int64_t value;
    (void)e;
    if (int_fits_i64(o, &value))
        text_addf(t, "%lld", (long long)value);
    else
        put_big(t, o);
}

static void put_bool(struct engine *e, struct text *t, object *o)
{
    text_add(t, o == e->vm->true_ ? "True" : "False");
}

static void put_float(struct engine *e, struct text *t, object *o)
{
    char text[64];
    (void)e;
    size_t n = float_text(((struct float_object *)o)->value, 'r', 0, false,
                          false, text, sizeof text);
    n = n < sizeof text ? n : sizeof text - 1;
    text_put(t, text, n);
    if (strspn(text, "-0123456789") >= n)
        text_add(t, ".0");
}

static void put_char(struct text *t, uint32_t c, char quote)
{
    char utf8[5] = "";
    if (c == (uint32_t)quote || c == '\\')
        text_addf(t, "\\%c", (char)c);
    else if (c == '\n')
        text_add(t, "\\n");
    else if (c == '\r')
        text_add(t, "\\r");
    else if (c == '\t')
        text_add(t, "\\t");
    else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        text_addf(t, "\\x%02x", c);
    else if (c < 0x80)
        text_put(t, (utf8[0] = (char)c, utf8), 1);
    else if (c < 0x800) {
        utf8[0] = (char)(0xc0 | c >> 6);
        utf8[1] = (char)(0x80 | (c & 0x3f));
        text_put(t, utf8, 2);
    } else if (c >= 0xd800 && c <= 0xdfff) {
        text_addf(t, "\\u%04x", c);
    } else if (c < 0x10000) {
        utf8[0] = (char)(0xe0 | c >> 12);
        utf8[1] = (char)(0x80 | (c >> 6 & 0x3f));
        utf8[2] = (char)(0x80 | (c & 0x3f));
        text_put(t, utf8, 3);
    } else {
        utf8[0] = (char)(0xf0 | c >> 18);
        utf8[1] = (char)(0x80 | (c >> 12 & 0x3f));
        utf8[2] = (char)(0x80 | (c >> 6 & 0x3f));
        utf8[3] = (char)(0x80 | (c & 0x3f));
        text_put(t, utf8, 4);
    }
}

static void put_str(struct engine *e, struct text *t, object *o)
{
    bool single = false, both = false;
    size_t length = str_length(o), shown = length < STR_MAX ? length : STR_MAX;
    (void)e;
    for (size_t i = 0; i < shown; i++) {
        single |= str_at(o, i) == '\'';
        both |= str_at(o, i) == '"';
    }
    char quote = single && !both ? '"' : '\'';
    text_put(t, &quote, 1);
    for (size_t i = 0; i < shown; i++)
        put_char(t, str_at(o, i), quote);
    text_put(t, &quote, 1);
    if (shown < length)
        text_addf(t, "...(%zu characters)", length);
}

static void put_bytes(struct engine *e, struct text *t, object *o)
{
    const struct bytes_object *b = (const struct bytes_object *)o;
    size_t shown = b->length < STR_MAX ? b->length : STR_MAX;
    (void)e;
    text_add(t, "b'");
    for (size_t i = 0; i < shown; i++)
        if (bytes_data(o)[i] < 0x7f)
            put_char(t, bytes_data(o)[i], '\'');
        else
            text_addf(t, "\\x%02x", bytes_data(o)[i]);
    text_add(t, "'");
    if (shown < b->length)
        text_addf(t, "...(%zu bytes)", (size_t)b->length);
}

static void put_none(struct engine *e, struct text *t, object *o)
{
    (void)e;
    (void)o;
    text_add(t, "None");
}

static void put_ellipsis(struct engine *e, struct text *t, object *o)
{
    (void)e;
    (void)o;
    text_add(t, "Ellipsis");
}

static void put_not_implemented(struct engine *e, struct text *t, object *o)
{
    (void)e;
    (void)o;
    text_add(t, "NotImplemented");
}

static void put_type(struct engine *e, struct text *t, object *o)
{
    (void)e;
    text_addf(t, "<class '%s'>", type_name((struct type_object *)o));
}

/* ---- containers -------------------------------------------------------- */

static void put_array(struct engine *e, struct text *t, object *const *items,
                      size_t count, int depth)
{
    for (size_t i = 0; i < count && !t->cut; i++) {
        if (i)
            text_add(t, ", ");
        if (i == ITEMS_MAX) {
            text_addf(t, "...(%zu items)", count);
            return;
        }
        show_put(e, t, items[i], depth + 1);
    }
}

static void put_list(struct engine *e, struct text *t, object *o, int depth)
{
    text_add(t, "[");
    if (depth >= DEPTH_MAX && list_length(o))
        text_add(t, "...");
    else
        put_array(e, t, list_items(o), list_length(o), depth);
    text_add(t, "]");
}

static void put_tuple(struct engine *e, struct text *t, object *o, int depth)
{
    size_t n = tuple_length(o);
    text_add(t, "(");
    if (depth >= DEPTH_MAX && n)
        text_add(t, "...");
    else
        put_array(e, t, n ? tuple_items(o) : NULL, n, depth);
    text_add(t, n == 1 && depth < DEPTH_MAX ? ",)" : ")");
}

static void put_dict(struct engine *e, struct text *t, object *o, int depth)
{
    size_t pos = 0, shown = 0;
    object *key, *value;
    text_add(t, "{");
    if (depth >= DEPTH_MAX && dict_length(o)) {
        text_add(t, "...}");
        return;
    }
    while (!t->cut && dict_next(o, &pos, &key, &value)) {
        if (shown)
            text_add(t, ", ");
        if (shown++ == ITEMS_MAX) {
            text_addf(t, "...(%zu items)", dict_length(o));
            break;
        }
        show_put(e, t, key, depth + 1);
        text_add(t, ": ");
        show_put(e, t, value, depth + 1);
    }
    text_add(t, "}");
}

/* ---- by edges: sets, instances, everything else ------------------------ */

struct parts {
    struct engine *e;
    struct text *t;
    int depth;
    size_t shown;
};

static void put_element(const struct heap_edge *edge, void *arg)
{
    struct parts *p = arg;
    if (edge->kind == HEAP_EDGE_TYPE || p->t->cut || p->shown > ITEMS_MAX)
        return;
    if (p->shown++)
        text_add(p->t, ", ");
    if (p->shown > ITEMS_MAX)
        text_add(p->t, "...");
    else
        show_put(p->e, p->t, edge->referent, p->depth + 1);
}

static void put_set(struct engine *e, struct text *t, object *o, int depth)
{
    struct parts p = {e, t, depth, 0};
    bool frozen = vm_is(o, TYPE_FROZENSET);
    size_t before = t->length;
    if (frozen)
        text_add(t, "frozenset(");
    text_add(t, "{");
    if (depth >= DEPTH_MAX)
        text_add(t, "...");
    else
        heap_edges(e->vm->heap, o, put_element, &p);
    text_add(t, frozen ? "})" : "}");
    if (depth < DEPTH_MAX && p.shown == 0 && t->length > before) {
        t->length = before;
        text_add(t, frozen ? "frozenset()" : "set()");
    }
}

static void put_attribute(const struct heap_edge *edge, void *arg)
{
    struct parts *p = arg;
    if (edge->kind != HEAP_EDGE_ATTR || p->t->cut || !edge->key ||
        !vm_is(edge->key, TYPE_STR) || p->shown > ITEMS_MAX)
        return;
    char *name = show_str(edge->key, 60);
    text_addf(p->t, "%s%s=", p->shown++ ? ", " : " ", name ? name : "?");
    free(name);
    show_put(p->e, p->t, edge->referent, p->depth + 1);
}

/* The name that functions, modules and the like carry in a field. */
static void find_name(const struct heap_edge *edge, void *arg)
{
    object **name = arg;
    if (edge->kind == HEAP_EDGE_FIELD && edge->name && edge->referent &&
        vm_is(edge->referent, TYPE_STR) &&
        (strcmp(edge->name, "name") == 0 ||
         (!*name && strcmp(edge->name, "qualname") == 0)))
        *name = edge->referent;
}

static void put_other(struct engine *e, struct text *t, object *o, int depth)
{
    struct parts p = {e, t, depth, 0};
    object *name = NULL;
    text_add(t, "<");
    show_name(e, t, o);
    const struct heap_type *type = heap_type_of(e->vm->heap, o);
    if (type && type->flags & HEAP_SCRIPT && depth < DEPTH_MAX)
        heap_edges(e->vm->heap, o, put_attribute, &p);
    else if (heap_type_index(o) > TYPE_SLICE)
        heap_edges(e->vm->heap, o, find_name, &name);
    if (name) {
        char *text = show_str(name, 80);
        text_addf(t, " %s", text ? text : "?");
        free(text);
    }
    text_add(t, ">");
}

/* ---- any object -------------------------------------------------------- */

static void (*const plain[TYPE_COUNT])(struct engine *, struct text *,
                                       object *) = {
    [TYPE_NONE] = put_none,
    [TYPE_ELLIPSIS] = put_ellipsis,
    [TYPE_NOT_IMPLEMENTED] = put_not_implemented,
    [TYPE_INT] = put_int,
    [TYPE_BOOL] = put_bool,
    [TYPE_FLOAT] = put_float,
    [TYPE_STR] = put_str,
    [TYPE_BYTES] = put_bytes,
    [TYPE_TYPE] = put_type,
};

static void (*const nested[TYPE_COUNT])(struct engine *, struct text *,
                                        object *, int) = {
    [TYPE_LIST] = put_list, [TYPE_TUPLE] = put_tuple,   [TYPE_DICT] = put_dict,
    [TYPE_SET] = put_set,   [TYPE_FROZENSET] = put_set,
};

void show_put(struct engine *e, struct text *t, object *o, int depth)
{
    uint32_t type = o ? heap_type_index(o) : 0;
    if (t->cut)
        return;
    if (!o || type == 0)
        text_add(t, "<unset>");
    else if (type < TYPE_COUNT && plain[type])
        plain[type](e, t, o);
    else if (type < TYPE_COUNT && nested[type])
        nested[type](e, t, o, depth);
    else
        put_other(e, t, o, depth);
}

char *show_value(struct engine *e, object *o, size_t most)
{
    struct text t;
    text_begin(&t, most);
    show_put(e, &t, o, 0);
    return text_finish(&t);
}

static void count_part(const struct heap_edge *edge, void *arg)
{
    *(int64_t *)arg += edge->kind != HEAP_EDGE_TYPE;
}

int64_t show_children(struct engine *e, object *o)
{
    uint32_t type = heap_type_index(o);
    int64_t count = 0;
    if (type < TYPE_COUNT && plain[type])
        return 0;
    if (type == TYPE_LIST)
        return (int64_t)list_length(o);
    if (type == TYPE_TUPLE)
        return (int64_t)tuple_length(o);
    if (type == TYPE_DICT)
        return (int64_t)dict_length(o);
    heap_edges(e->vm->heap, o, count_part, &count);
    return count;
}
