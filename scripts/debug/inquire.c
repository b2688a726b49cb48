/*
 * Questions whose answer needs no script code: frames, names, objects, the
 * heap's totals, completions.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/syntax/parse.h"
#include "scripts/types/dict.h"
#include "scripts/types/str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_MOST = 500, TEXT_MOST = 60000, WORDS_MOST = 500 };

/* ---- frames ------------------------------------------------------------ */

static bool fill_frame(struct vm_frame *from, int64_t id,
                       struct view_frame *frame)
{
    frame->id = id;
    frame->line = vm_frame_line(from);
    frame->path = show_str(from->code->filename, 4000);
    char *name = show_str(from->code->qualname, 200);
    struct text t;
    text_begin(&t, 200);
    text_add(&t, name ? name : "?");
    frame->name = text_finish(&t);
    free(name);
    return frame->path && frame->name;
}

void inquire_frames(struct engine *e, const struct view_question *q,
                    struct view_frames *frames)
{
    int64_t count = q->count > PAGE_MOST ? PAGE_MOST : q->count, i = 0;
    if (!e->vm || e->finalized)
        return;
    for (struct vm_frame *f = engine_frame(e, 0); f; f = frame_caller(f), i++) {
        if (i < q->from || i >= q->from + count)
            continue;
        struct view_frame *frame = RECORD_ADD(frames, frames);
        if (!frame || !fill_frame(f, i, frame))
            break;
    }
    frames->total = engine_depth(e);
}

/* ---- variables --------------------------------------------------------- */

struct page {
    struct engine *e;
    const struct view_question *q;
    struct view_variables *out;
};

static void add_variable(struct page *p, char *name_steal, object *value)
{
    int64_t i = p->out->total++;
    int64_t count = p->q->count > PAGE_MOST ? PAGE_MOST : p->q->count;
    struct view_variable *v = i >= p->q->from && i < p->q->from + count
                                  ? RECORD_ADD(p->out, variables)
                                  : NULL;
    if (!v) {
        free(name_steal);
        return;
    }
    v->name = name_steal;
    v->value = show_value(p->e, value, 400);
    record_text(&v->type, show_type(p->e, value));
    v->object = number_of(p->e, value);
    v->children = show_children(p->e, value);
    v->indexed = vm_is(value, TYPE_LIST) || vm_is(value, TYPE_TUPLE);
}

static bool add_bound(const struct binding *b, void *arg)
{
    struct text t;
    if (!b->value)
        return true;
    char *name = show_str(b->name, 200);
    text_begin(&t, 200);
    text_add(&t, name ? name : "?");
    free(name);
    add_variable(arg, text_finish(&t), b->value);
    return true;
}

static void add_part(const struct heap_edge *edge, void *arg)
{
    struct page *p = arg;
    struct text t;
    if (edge->kind == HEAP_EDGE_TYPE || edge->kind == HEAP_EDGE_KEY ||
        !edge->referent)
        return;
    text_begin(&t, 200);
    holders_put_edge(p->e, &t, edge);
    char *name = text_finish(&t);
    if (name && (*name == '.' || *name == ' '))
        memmove(name, name + 1, strlen(name));
    add_variable(p, name, edge->referent);
}

void inquire_variables(struct engine *e, const struct view_question *q,
                       struct view_variables *variables)
{
    struct page page = {e, q, variables};
    if (e->finalized)
        return;
    if (q->what && strcmp(q->what, "object") == 0) {
        object *o = number_find(e, q->object);
        if (o)
            heap_edges(e->vm->heap, o, add_part, &page);
        return;
    }
    bindings_each(e, engine_frame(e, q->frame),
                  q->what && strcmp(q->what, "globals") == 0, add_bound, &page);
}

/* ---- which object ------------------------------------------------------ */

static bool is_name(const char *text)
{
    for (size_t i = 0; text[i]; i++)
        if (!isalnum((unsigned char)text[i]) && text[i] != '_' &&
            (unsigned char)text[i] < 0x80)
            return false;
    return *text && !isdigit((unsigned char)*text);
}

object *inquire_object(struct engine *e, const struct view_question *q,
                       char **error)
{
    const char *text = q->text ? q->text : "";
    struct view_answer answer = {0};
    object *o = NULL;
    const char *end = text;
    int64_t number;
    if (number_read(&end, &number) && *end == 0) {
        o = number_find(e, number);
        if (!o)
            record_textf(error, "there is no object %s now", text);
        return o;
    }
    if (is_name(text) &&
        (o = bindings_find(e, engine_frame(e, q->frame), text)))
        return o;
    struct view_question print = *q;
    print.what = "print";
    evaluate(e, &print, &answer);
    if (answer.ok && answer.object)
        o = number_find(e, answer.object);
    if (!o)
        record_text(error, answer.ok ? "that is a new object, which the "
                                       "expression itself makes"
                                     : answer.text);
    record_clear(schema_answer(), &answer);
    return o;
}

static void ask_which(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    object *o = inquire_object(e, q, &answer->text);
    answer->ok = o != NULL;
    answer->object = o ? number_of(e, o) : 0;
}

/* Whether the word is a type's name rather than a variable's. */
static void ask_istype(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    object *o = bindings_find(e, engine_frame(e, q->frame), q->text);
    answer->ok = !o || vm_type_of(e->vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

/* ---- one object -------------------------------------------------------- */

static void put_place(struct engine *e, struct text *t, object *o)
{
    uint32_t site = heap_site(e->vm->heap, o);
    int line;
    char *path = site ? engine_site(e, site, &line) : NULL;
    if (path)
        text_addf(t, "\nmade at %s:%d", path, line);
    free(path);
}

static void ask_object(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    object *o = inquire_object(e, q, &answer->text);
    struct text t;
    int64_t refs;
    if (!o)
        return;
    text_begin(&t, TEXT_MOST);
    show_name(e, &t, o);
    text_add(&t, "  ");
    show_put(e, &t, o, 0);
    bool runtime = runtime_refs(e, o, &refs);
    text_addf(&t,
              runtime ? "\nshared by the runtime, %+lld by this script"
                      : "\nreferences %lld",
              (long long)refs);
    text_addf(&t, "\nsize %zu bytes", heap_total_size(e->vm->heap, o));
    if (heap_generation(e->vm->heap, o) >= 0)
        text_addf(&t, "\ngeneration %d", heap_generation(e->vm->heap, o));
    sharing_put(e, &t, o);
    put_place(e, &t, o);
    text_add(&t, "\nreferred to by ");
    char *holders = holders_short(e, o);
    text_add(&t, holders && *holders ? holders : "nothing that can be seen");
    free(holders);
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* ---- names ------------------------------------------------------------- */

struct listing {
    struct engine *e;
    struct text t;
    size_t count, most;
};

static bool list_bound(const struct binding *b, void *arg)
{
    struct listing *l = arg;
    char *name = b->value ? show_str(b->name, 200) : NULL;
    if (!name)
        return true;
    if (l->count == l->most) {
        free(name);
        return false;
    }
    text_addf(&l->t, "%s%s = ", l->count++ ? "\n" : "", name);
    char *value = show_value(l->e, b->value, 300);
    text_add(&l->t, value ? value : "?");
    if (show_children(l->e, b->value)) {
        text_add(&l->t, "  ");
        show_name(l->e, &l->t, b->value);
    }
    free(value);
    free(name);
    return true;
}

static void list_names(struct engine *e, const struct view_question *q,
                       bool globals, size_t most, struct view_answer *answer)
{
    struct listing l = {.e = e, .most = most};
    text_begin(&l.t, TEXT_MOST);
    bindings_each(e, engine_frame(e, q->frame), globals, list_bound, &l);
    if (l.count == 0)
        text_add(&l.t, "no names");
    answer->text = text_finish(&l.t);
    answer->ok = true;
}

static void ask_locals(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    list_names(e, q, false, SIZE_MAX, answer);
}

static void ask_globals(struct engine *e, const struct view_question *q,
                        struct view_answer *answer)
{
    list_names(e, q, true, SIZE_MAX, answer);
}

static void ask_args(struct engine *e, const struct view_question *q,
                     struct view_answer *answer)
{
    struct vm_frame *frame = engine_frame(e, q->frame);
    const struct code *code = frame ? frame->code : NULL;
    size_t count = code ? code->argcount + code->kwonly : 0;
    if (code && code->flags & CODE_VARARGS)
        count++;
    if (code && code->flags & CODE_VARKEYWORDS)
        count++;
    if (count) {
        list_names(e, q, false, count, answer);
        return;
    }
    record_text(&answer->text, "no arguments");
    answer->ok = true;
}

/* ---- the heap ---------------------------------------------------------- */

static void ask_heap(struct engine *e, const struct view_question *q,
                     struct view_answer *answer)
{
    struct heap_totals totals;
    (void)q;
    heap_totals(e->vm->heap, &totals);
    answer->ok = record_textf(
        &answer->text,
        "%zu objects, %zu bytes\n%zu arrays in %zu bytes of these\n"
        "%llu allocations and %llu frees so far\n%zu bytes from the system",
        totals.objects, totals.bytes, totals.arrays, totals.array_bytes,
        (unsigned long long)totals.allocations,
        (unsigned long long)totals.frees, totals.committed);
}

static void ask_gc(struct engine *e, const struct view_question *q,
                   struct view_answer *answer)
{
    int counts[HEAP_GENERATIONS], thresholds[HEAP_GENERATIONS];
    struct text t;
    (void)q;
    heap_gc_counts(e->vm->heap, counts);
    heap_gc_thresholds(e->vm->heap, thresholds);
    text_begin(&t, 2000);
    text_addf(&t, "the collector is %s",
              heap_gc_enabled(e->vm->heap) ? "on" : "off");
    for (int i = 0; i < HEAP_GENERATIONS; i++) {
        struct heap_gc_stats stats;
        heap_gc_stats(e->vm->heap, i, &stats);
        text_addf(&t,
                  "\ngeneration %d: count %d of %d, %zu collections, %zu "
                  "collected, %zu uncollectable",
                  i, counts[i], thresholds[i], stats.collections,
                  stats.collected, stats.uncollectable);
    }
    answer->text = text_finish(&t);
    answer->ok = true;
}

struct tally {
    const char *name;
    size_t count, bytes;
};

static struct tally *find_tally(struct tally **list, size_t *count,
                                const char *name)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp((*list)[i].name, name) == 0)
            return &(*list)[i];
    struct tally *new = record_list_add(list, count, sizeof *new);
    if (new)
        new->name = name;
    return new;
}

static int by_count(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void ask_types(struct engine *e, const struct view_question *q,
                      struct view_answer *answer)
{
    struct tally *list = NULL;
    size_t count = 0;
    const heap *h = e->vm->heap;
    struct text t;
    (void)q;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        struct tally *tally = find_tally(&list, &count, show_type(e, o));
        if (!tally)
            break;
        tally->count++;
        tally->bytes += heap_total_size(h, o);
    }
    if (count)
        qsort(list, count, sizeof *list, by_count);
    text_begin(&t, TEXT_MOST);
    for (size_t i = 0; i < count; i++)
        text_addf(&t, "%s%8zu objects %10zu bytes  %s", i ? "\n" : "",
                  list[i].count, list[i].bytes, list[i].name);
    free(list);
    answer->text = text_finish(&t);
    answer->ok = true;
}

/* ---- Python ------------------------------------------------------------ */

/* Parsing takes nothing of the script's heap. */
static bool is_expression(const char *text)
{
    struct arena arena;
    struct ast_node *tree;
    struct syntax_report report = {0};
    struct syntax_source source = {.bytes = text,
                                   .length = strlen(text),
                                   .mode = SYNTAX_EVAL,
                                   .flags = SYNTAX_FROM_STR};
    arena_init(&arena);
    bool ok = syntax_parse(&arena, &source, &tree, &report);
    arena_done(&arena);
    return ok;
}

/* "#7" is no Python, and a name in its place parses alike. */
static char *without_numbers(const char *text)
{
    char *copy = strdup(text);
    for (char *at = copy; at && (at = strchr(at, '#')); at++) {
        if (!isdigit((unsigned char)at[1]) && at[1] != '-')
            continue;
        *at = '_';
        if (at[1] == '-')
            at[1] = '_';
    }
    return copy;
}

static void ask_python(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    char *text = without_numbers(q->text);
    bool expression = text && is_expression(text);
    free(text);
    if (!expression) {
        execute(e, q, answer);
        return;
    }
    evaluate(e, q, answer);
    if (answer->ok && !answer->text && strchr(q->text, '('))
        record_text(&answer->text, "(nothing of this was kept; !EXPR does it "
                                   "for real)");
}

/* ---- the table --------------------------------------------------------- */

static const struct {
    const char *what;
    ask_fn *ask;
} questions[] = {
    {"pp", evaluate},
    {"whatis", evaluate},
    {"python", ask_python},
    {"exec", execute},
    {"which", ask_which},
    {"istype", ask_istype},
    {"object", ask_object},
    {"refs", ask_refs},
    {"locals", ask_locals},
    {"globals", ask_globals},
    {"args", ask_args},
    {"heap", ask_heap},
    {"gc", ask_gc},
    {"types", ask_types},
    {"referents", ask_referents},
    {"why", ask_why},
    {"cycles", ask_cycles},
    {"dominators", ask_dominators},
    {"top", ask_top},
    {"snapshot", ask_snapshot},
    {"diff", ask_diff},
    {"survivors", ask_survivors},
    {"same", ask_same},
    {"sql", ask_sql},
    {"export", ask_export},
    {"leaks", ask_leaks},
    {"copy-on-write", ask_sharing},
    {"threads", ask_threads},
};

void inquire(struct engine *e, const struct view_question *q,
             struct view_answer *answer)
{
    if (!e->vm || !q->what || !q->text) {
        record_text(&answer->text, "there is no script");
        return;
    }
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].what, q->what) == 0) {
            questions[i].ask(e, q, answer);
            return;
        }
    if (strncmp(q->what, "print", 5) == 0)
        evaluate(e, q, answer);
    else
        record_textf(&answer->text, "the engine cannot tell about %s", q->what);
}

/* ---- completions ------------------------------------------------------- */

struct completing {
    struct view_words *words;
    const char *before; /* "l1." */
    const char *prefix;
};

static void offer(struct completing *c, const object *name)
{
    char *text = show_str(name, 200);
    char *word = NULL;
    if (text && strncmp(text, c->prefix, strlen(c->prefix)) == 0 &&
        c->words->words_count < WORDS_MOST &&
        record_textf(&word, "%s%s", c->before, text))
        record_texts_add(&c->words->words, &c->words->words_count, word);
    free(word);
    free(text);
}

static bool offer_bound(const struct binding *b, void *arg)
{
    if (b->value)
        offer(arg, b->name);
    return true;
}

static void offer_keys(struct completing *c, object *dict)
{
    size_t pos = 0;
    object *key, *value;
    while (dict && vm_is(dict, TYPE_DICT) &&
           dict_next(dict, &pos, &key, &value))
        if (vm_is(key, TYPE_STR))
            offer(c, key);
}

static void offer_attribute(const struct heap_edge *edge, void *arg)
{
    if (edge->kind == HEAP_EDGE_ATTR && edge->key && vm_is(edge->key, TYPE_STR))
        offer(arg, edge->key);
}

struct looking {
    const char *name;
    object *found;
};

static void find_attribute(const struct heap_edge *edge, void *arg)
{
    struct looking *l = arg;
    if (edge->kind == HEAP_EDGE_ATTR && edge->key &&
        vm_is(edge->key, TYPE_STR) && str_equal_ascii(edge->key, l->name))
        l->found = edge->referent;
}

/* The object of "a.b" by looking alone: names, then own attributes. */
static object *follow(struct engine *e, const struct view_question *q,
                      char *path)
{
    char *rest = NULL;
    char *name = strtok_r(path, ".", &rest);
    object *o = NULL;
    const char *end = name;
    int64_t number;
    if (name && number_read(&end, &number))
        o = number_find(e, number);
    else if (name)
        o = bindings_find(e, engine_frame(e, q->frame), name);
    while (o && (name = strtok_r(NULL, ".", &rest))) {
        struct looking l = {name, NULL};
        heap_edges(e->vm->heap, o, find_attribute, &l);
        o = l.found;
    }
    return o;
}

static void offer_type(struct completing *c, struct type_object *type)
{
    for (int depth = 0; type && depth < 100; depth++, type = type->base)
        offer_keys(c, type->dict);
}

void inquire_words(struct engine *e, const struct view_question *q,
                   struct view_words *words)
{
    const char *text = q->text ? q->text : "";
    const char *dot = strrchr(text, '.');
    char *before = strndup(text, dot ? (size_t)(dot - text) + 1 : 0);
    struct completing c = {words, before ? before : "", dot ? dot + 1 : text};
    if (e->finalized || !before) {
        free(before);
        return;
    }
    if (dot) {
        char *path = strndup(text, (size_t)(dot - text));
        object *o = path ? follow(e, q, path) : NULL;
        if (o) {
            heap_edges(e->vm->heap, o, offer_attribute, &c);
            offer_type(&c, vm_type_of(e->vm, o));
        }
        free(path);
    } else {
        bindings_each(e, engine_frame(e, q->frame), false, offer_bound, &c);
        bindings_each(e, NULL, true, offer_bound, &c);
        offer_keys(&c, e->vm->builtins);
    }
    free(before);
}
