/*
 * Questions about single objects that need no index: everything that refers
 * to one or that it refers to, and why two expressions mean the same one.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/dict.h"
#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 60000, LIST_MOST = 200 };

/* ---- refs -------------------------------------------------------------- */

struct listing {
    struct engine *e;
    struct text *out;
    const object *target;
    object *from; /* whose edges are walked */
    size_t found;
    struct holder {
        int64_t rank;
        object *from;
    } * holders;
    size_t holder_count;
};

static bool begin_line(struct listing *l)
{
    if (l->found++ >= LIST_MOST)
        return false;
    text_add(l->out, "\n");
    return true;
}

static void list_local(struct vm_frame *frame, int64_t number,
                       const struct heap_edge *edge, void *arg)
{
    struct listing *l = arg;
    if (edge->referent == l->target && begin_line(l))
        holders_put_local(l->out, frame, number, edge);
}

static void list_edge(const struct heap_edge *edge, void *arg)
{
    struct listing *l = arg;
    if (edge->referent == l->target && begin_line(l))
        holders_put(l->e, l->out, l->from, edge);
}

static void note_holder(object *referent, void *arg)
{
    struct listing *l = arg;
    size_t n = l->holder_count;
    if (referent != l->target || (n && l->holders[n - 1].from == l->from))
        return;
    struct holder *holder =
        record_list_add(&l->holders, &l->holder_count, sizeof *holder);
    if (holder)
        *holder = (struct holder){pick_rank(l->e, l->from), l->from};
}

static int by_rank(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static void list_parts(struct listing *l)
{
    const heap *h = l->e->vm->heap;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        l->from = o;
        if (o != l->e->main_globals)
            heap_referents(h, o, note_holder, l);
    }
    if (l->holder_count)
        qsort(l->holders, l->holder_count, sizeof *l->holders, by_rank);
    for (size_t i = 0; i < l->holder_count; i++) {
        l->from = l->holders[i].from;
        heap_edges(h, l->from, list_edge, l);
    }
    free(l->holders);
}

/* Frames and global names first; then what no edge accounts for, so that the
 * lines add up to the count. */
static void list_holders(struct engine *e, object *o, struct text *out)
{
    struct listing l = {.e = e, .out = out, .target = o};
    holders_each_frame(e, list_local, &l);
    l.from = e->main_globals;
    if (l.from)
        heap_edges(e->vm->heap, e->main_globals, list_edge, &l);
    list_parts(&l);
    if (l.found > LIST_MOST)
        text_addf(out, "\nand %zu more", l.found - LIST_MOST);
    size_t refs = heap_refs_told(e->vm->heap, o);
    if (refs > l.found)
        text_addf(out, "\nthe interpreter itself, %zu time%s", refs - l.found,
                  refs - l.found == 1 ? "" : "s");
}

static void find_refs(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    object *o = number_find(e, q->object);
    struct text t;
    int64_t refs;
    text_begin(&t, TEXT_MOST);
    show_name(e, &t, o);
    bool runtime = runtime_refs(e, o, &refs);
    text_addf(&t,
              runtime ? ", shared by the runtime, %+lld by this script:"
                      : ", references %lld:",
              (long long)refs);
    list_holders(e, o, &t);
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* ---- referents --------------------------------------------------------- */

static void list_referent(const struct heap_edge *edge, void *arg)
{
    struct listing *l = arg;
    if (!begin_line(l))
        return;
    holders_put_edge(l->e, l->out, edge);
    text_add(l->out, " -> ");
    show_name(l->e, l->out, edge->referent);
    char *value = show_value(l->e, edge->referent, 60);
    text_addf(l->out, "  %s", value ? value : "");
    free(value);
}

static void find_referents(struct engine *e, const struct view_question *q,
                           struct view_answer *answer)
{
    object *o = number_find(e, q->object);
    struct text t;
    struct listing l = {.e = e, .out = &t, .from = o};
    text_begin(&t, TEXT_MOST);
    show_name(e, &t, o);
    text_add(&t, " refers to");
    heap_edges(e->vm->heap, o, list_referent, &l);
    if (l.found > LIST_MOST)
        text_addf(&t, "\nand %zu more", l.found - LIST_MOST);
    if (!l.found)
        text_add(&t, " nothing that can be seen");
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* ---- beside the fork --------------------------------------------------- */

static void ask_helper(struct engine *e, const struct view_question *q,
                       struct view_answer *answer, ask_fn *work)
{
    const struct helper helper = {
        .work = work,
        .memory = 256 << 20,
        .cancelled = "cancelled",
        .died = "the search died; the script itself is untouched",
    };
    object *o = inquire_object(e, q, &answer->text);
    struct view_question about = *q;
    if (!o)
        return;
    about.object = number_of(e, o);
    helper_ask(e, &helper, &about, answer);
}

void ask_refs(struct engine *e, const struct view_question *q,
              struct view_answer *answer)
{
    ask_helper(e, q, answer, find_refs);
}

void ask_referents(struct engine *e, const struct view_question *q,
                   struct view_answer *answer)
{
    ask_helper(e, q, answer, find_referents);
}

/* ---- same -------------------------------------------------------------- */

static bool is_in(object *const *list, size_t count, const object *o)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == o)
            return true;
    return false;
}

static bool is_small_int(const struct vm *vm, const object *o)
{
    return is_in(vm->small_ints, sizeof vm->small_ints / sizeof(object *), o);
}

static bool is_character(const struct vm *vm, const object *o)
{
    return is_in(vm->latin1, sizeof vm->latin1 / sizeof(object *), o) ||
           is_in(vm->letters, VM_LETTERS, o) ||
           is_in(vm->bytes1, sizeof vm->bytes1 / sizeof(object *), o);
}

static bool is_singleton(const struct vm *vm, const object *o)
{
    object *const singletons[] = {vm->none, vm->true_, vm->false_, vm->ellipsis,
                                  vm->not_implemented};
    return is_in(singletons, sizeof singletons / sizeof *singletons, o);
}

static bool is_empty(const struct vm *vm, const object *o)
{
    return o == vm->empty_tuple || o == vm->empty_str || o == vm->empty_bytes;
}

static bool is_class(const struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

static bool is_interned(const struct vm *vm, const object *o)
{
    (void)vm;
    return vm_is(o, TYPE_STR) &&
           ((const struct str_object *)(const void *)o)->interned;
}

struct constant {
    const object *target;
    bool found;
};

static void check_constant(object *referent, void *arg)
{
    struct constant *c = arg;
    c->found |= referent == c->target;
}

static bool is_constant(const struct vm *vm, const object *o)
{
    struct constant c = {.target = o};
    const heap *h = vm->heap;
    for (object *code = heap_next(h, NULL); code && !c.found;
         code = heap_next(h, code))
        if (vm_is(code, TYPE_CODE))
            heap_referents(h, code, check_constant, &c);
    return c.found;
}

/* Why one object has several names, the most telling reason first. */
static const struct {
    bool (*holds)(const struct vm *vm, const object *o);
    const char *reason;
} reasons[] = {
    {is_singleton, "there is only one of it"},
    {is_small_int, "the interpreter keeps one object for each int from -5 to "
                   "256"},
    {is_character, "the interpreter keeps one object for each string of one "
                   "character below 256"},
    {is_empty, "the interpreter keeps one empty object of this type"},
    {is_class, "a class is one object, whoever names it"},
    {is_interned, "the string is interned: names, and constants that look "
                  "like names, are kept once"},
    {is_constant, "it is a constant of the compiled code, which keeps equal "
                  "constants once"},
};

static const char *reason_of(const struct vm *vm, const object *o)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].holds(vm, o))
            return reasons[i].reason;
    return "it was made once, and assigning or passing it copies only the "
           "reference";
}

static void put_site(struct engine *e, struct text *t, const object *o)
{
    int line;
    char *path = engine_site(e, heap_site(e->vm->heap, o), &line);
    const char *slash = path ? strrchr(path, '/') : NULL;
    if (path)
        text_addf(t, ", made at %s:%d", slash ? slash + 1 : path, line);
    free(path);
}

static void tell_same(struct engine *e, object *o, struct text *t)
{
    text_add(t, "yes, both are ");
    show_name(e, t, o);
    put_site(e, t, o);
    text_addf(t, ":\n%s", reason_of(e->vm, o));
}

static void tell_different(struct engine *e, object *a, object *b,
                           struct text *t)
{
    char *x = show_value(e, a, 400), *y = show_value(e, b, 400);
    text_add(t, "no, ");
    show_name(e, t, a);
    put_site(e, t, a);
    text_add(t, ", and ");
    show_name(e, t, b);
    put_site(e, t, b);
    text_add(t, ", are two objects");
    if (x && y && strcmp(x, y) == 0)
        text_add(t, " that look alike");
    free(x);
    free(y);
}

/* Where the second expression begins: behind a comma or the first space that
 * stands in no bracket and no string. */
static size_t second_part(const char *text)
{
    int depth = 0;
    char quote = 0;
    for (size_t i = 0; text[i]; i++) {
        char c = text[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (strchr("([{", c))
            depth++;
        else if (strchr(")]}", c))
            depth--;
        else if (depth <= 0 && (c == ',' || c == ' '))
            return i;
    }
    return 0;
}

static object *part(struct engine *e, const struct view_question *q,
                    const char *text, char **error)
{
    struct view_question one = *q;
    one.text = (char *)text;
    return inquire_object(e, &one, error);
}

void ask_same(struct engine *e, const struct view_question *q,
              struct view_answer *answer)
{
    size_t split = second_part(q->text);
    char *first = strndup(q->text, split);
    const char *second = q->text + split + strspn(q->text + split, ", ");
    struct text t;
    if (!first || !*first || !*second) {
        record_text(&answer->text, "same wants two expressions: same A B");
        free(first);
        return;
    }
    object *a = part(e, q, first, &answer->text);
    object *b = a ? part(e, q, second, &answer->text) : NULL;
    free(first);
    if (!b)
        return;
    text_begin(&t, TEXT_MOST);
    if (a == b)
        tell_same(e, a, &t);
    else
        tell_different(e, a, b, &t);
    answer->text = text_finish(&t);
    answer->ok = true;
}
