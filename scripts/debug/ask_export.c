/*
 * The heap written to files that other programs read: the graph as DOT, the
 * allocation sites as folded stacks (a site a line, for flame graphs), the
 * whole heap as V8's .heapsnapshot.  The formats are one table.
 *
 * Each is written in a throw-away fork, which is why it may open a file; the
 * session has made the path absolute.  Neighbours: heap/graph.h numbers the
 * objects, holders.c names edges.
 */
#include "scripts/debug/engine_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MOST = 60, DOT_MOST = 1000, NODE_FIELDS = 7 };

struct export
{
    struct engine *e;
    FILE *out;
    heap_graph *g;
    size_t objects, edges; /* written */
    char **strings;        /* of a .heapsnapshot, by number */
    size_t string_count;
    uint32_t *buckets; /* 1 + number, by hash; 0: free */
    size_t bucket_count;
    bool failed;
};

static bool is_own(const object *o, void *arg)
{
    return number_of(arg, o) > 0;
}

/* ---- folded stacks ------------------------------------------------------ */

static void write_folded(struct export *x)
{
    struct heap_tallies list;
    if (!heap_tally(x->e->vm->heap, HEAP_BY_SITE, is_own, x->e, &list, NULL)) {
        x->failed = true;
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        int line = 0;
        char *path = engine_site(x->e, list.list[i].key, &line);
        fprintf(x->out, "%s:%d %llu\n", path ? path : "no line", line,
                (unsigned long long)list.list[i].bytes);
        x->objects += list.list[i].objects;
        free(path);
    }
    free(list.list);
}

/* ---- texts -------------------------------------------------------------- */

/* In double quotes, as DOT and JSON both have it. */
static void put_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fputc('\\', out);
        if (*at < 0x20)
            fprintf(out, "\\u%04x", *at);
        else
            fputc(*at, out);
    }
    fputc('"', out);
}

static char *edge_text(struct engine *e, const struct heap_edge *edge)
{
    struct text t;
    text_begin(&t, VALUE_MOST);
    holders_put_edge(e, &t, edge);
    return text_finish(&t);
}

static char *object_text(struct engine *e, const object *o)
{
    struct text t;
    char *value = show_value(e, (object *)(uintptr_t)o, VALUE_MOST);
    text_begin(&t, 2 * VALUE_MOST);
    show_name(e, &t, o);
    text_add(&t, " ");
    text_add(&t, value ? value : "");
    free(value);
    return text_finish(&t);
}

/* ---- DOT ---------------------------------------------------------------- */

struct dot_edge {
    struct export *x;
    const object *from;
};

static void dot_edge(const struct heap_edge *edge, void *arg)
{
    const struct dot_edge *d = arg;
    struct engine *e = d->x->e;
    if (!edge->referent || number_of(e, edge->referent) <= 0)
        return;
    char *label = edge_text(e, edge);
    fprintf(d->x->out,
            "  n%lld -> n%lld [label=", (long long)number_of(e, d->from),
            (long long)number_of(e, edge->referent));
    put_quoted(d->x->out, label ? label : "");
    fputs("];\n", d->x->out);
    d->x->edges++;
    free(label);
}

static void dot_object(struct export *x, object *o)
{
    struct dot_edge d = {x, o};
    char *label = object_text(x->e, o);
    fprintf(x->out, "  n%lld [label=", (long long)number_of(x->e, o));
    put_quoted(x->out, label ? label : "");
    fputs("];\n", x->out);
    heap_edges(x->e->vm->heap, o, dot_edge, &d);
    x->objects++;
    free(label);
}

static void write_dot(struct export *x)
{
    const struct heap *h = x->e->vm->heap;
    fputs("digraph heap {\n  node [shape=box];\n", x->out);
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        if (is_own(o, x->e) && x->objects < DOT_MOST)
            dot_object(x, o);
    fputs("}\n", x->out);
}

/* ---- .heapsnapshot: the table of strings -------------------------------- */

static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u;
    while (*text)
        hash = (hash ^ (unsigned char)*text++) * 16777619u;
    return hash;
}

static uint32_t *find_bucket(const struct export *x, const char *text)
{
    size_t i = hash_of(text) & (x->bucket_count - 1);
    while (x->buckets[i] && strcmp(x->strings[x->buckets[i] - 1], text) != 0)
        i = (i + 1) & (x->bucket_count - 1);
    return &x->buckets[i];
}

static bool grow_buckets(struct export *x)
{
    size_t count = x->bucket_count ? x->bucket_count * 2 : 1024;
    uint32_t *new = calloc(count, sizeof *new);
    if (!new)
        return false;
    free(x->buckets);
    x->buckets = new;
    x->bucket_count = count;
    for (size_t i = 0; i < x->string_count; i++)
        *find_bucket(x, x->strings[i]) = (uint32_t)i + 1;
    return true;
}

/* The number of a string, whose memory is taken. */
static size_t string_number(struct export *x, char *text_steal)
{
    bool full = x->string_count * 2 >= x->bucket_count;
    if (!text_steal || (full && !grow_buckets(x))) {
        x->failed = true;
        free(text_steal);
        return 0;
    }
    uint32_t *bucket = find_bucket(x, text_steal);
    if (*bucket) {
        free(text_steal);
        return *bucket - 1;
    }
    char **slot =
        record_list_add(&x->strings, &x->string_count, sizeof *x->strings);
    if (!slot) {
        x->failed = true;
        free(text_steal);
        return 0;
    }
    *slot = text_steal;
    *bucket = (uint32_t)x->string_count;
    return x->string_count - 1;
}

/* ---- .heapsnapshot: nodes and edges ------------------------------------- */

enum {
    V8_OBJECT = 3,
    V8_STRING = 2,
    V8_CODE = 4,
    V8_CLOSURE = 5,
    V8_NUMBER = 7,
    V8_SYNTHETIC = 9
};
enum { V8_ELEMENT = 1, V8_PROPERTY = 2, V8_INTERNAL = 3 };

static const struct {
    const char *type;
    int kind;
} v8_kinds[] = {
    {"str", V8_STRING},     {"code", V8_CODE},  {"function", V8_CLOSURE},
    {"method", V8_CLOSURE}, {"int", V8_NUMBER}, {"float", V8_NUMBER},
};

static int v8_kind(const char *type)
{
    for (size_t i = 0; i < sizeof v8_kinds / sizeof *v8_kinds; i++)
        if (strcmp(v8_kinds[i].type, type) == 0)
            return v8_kinds[i].kind;
    return V8_OBJECT;
}

static void count_edge(const struct heap_edge *edge, void *arg)
{
    struct export *x = arg;
    if (edge->referent &&
        heap_graph_number(x->g, edge->referent) != HEAP_NOBODY)
        x->edges++;
}

/* Those with a name, and what something unknown refers to. */
static size_t count_roots(const struct export *x)
{
    return heap_graph_out(x->g, HEAP_ROOT).count +
           heap_graph_size(x->g).unnamed;
}

static void v8_node(struct export *x, uint32_t n)
{
    object *o = heap_graph_object(x->g, n);
    const char *type = show_type(x->e, o);
    int kind = v8_kind(type);
    size_t before = x->edges;
    char *name =
        kind == V8_STRING ? show_value(x->e, o, VALUE_MOST) : strdup(type);
    heap_edges(x->e->vm->heap, o, count_edge, x);
    fprintf(x->out, ",\n%d,%zu,%llu,%zu,%zu,0,0", kind, string_number(x, name),
            2ull * n + 1, heap_total_size(x->e->vm->heap, o),
            x->edges - before);
    x->objects++;
}

static void v8_nodes(struct export *x)
{
    uint32_t objects = heap_graph_size(x->g).objects;
    size_t roots = count_roots(x);
    x->edges = roots;
    fprintf(x->out, "%d,%zu,1,0,%zu,0,0", V8_SYNTHETIC,
            string_number(x, strdup("")), roots);
    for (uint32_t n = 1; n <= objects; n++)
        v8_node(x, n);
}

struct v8_edges {
    struct export *x;
    bool more;
    size_t roots;
};

static int v8_edge_kind(const struct heap_edge *edge)
{
    if (edge->kind == HEAP_EDGE_ITEM)
        return V8_ELEMENT;
    return edge->kind == HEAP_EDGE_TYPE ? V8_INTERNAL : V8_PROPERTY;
}

static void v8_edge(const struct heap_edge *edge, void *arg)
{
    struct v8_edges *v = arg;
    struct export *x = v->x;
    uint32_t to =
        edge->referent ? heap_graph_number(x->g, edge->referent) : HEAP_NOBODY;
    int kind = v8_edge_kind(edge);
    if (to == HEAP_NOBODY)
        return;
    size_t name = kind == V8_ELEMENT ? edge->index
                                     : string_number(x, edge_text(x->e, edge));
    fprintf(x->out, "%s%d,%zu,%zu", v->more ? ",\n" : "", kind, name,
            (size_t)to * NODE_FIELDS);
    v->more = true;
}

static void v8_root(struct v8_edges *v, uint32_t to)
{
    fprintf(v->x->out, "%s%d,%zu,%zu", v->more ? ",\n" : "", V8_ELEMENT,
            v->roots++, (size_t)to * NODE_FIELDS);
    v->more = true;
}

static void v8_edges(struct export *x)
{
    struct v8_edges v = {.x = x};
    struct heap_numbers roots = heap_graph_out(x->g, HEAP_ROOT);
    uint32_t objects = heap_graph_size(x->g).objects;
    for (size_t i = 0; i < roots.count; i++)
        v8_root(&v, roots.at[i]);
    for (uint32_t n = 1; n <= objects; n++)
        if (heap_graph_unnamed(x->g, n))
            v8_root(&v, n);
    for (uint32_t n = 1; n <= objects; n++)
        heap_edges(x->e->vm->heap, heap_graph_object(x->g, n), v8_edge, &v);
}

static size_t count_all_edges(struct export *x)
{
    uint32_t objects = heap_graph_size(x->g).objects;
    x->edges = count_roots(x);
    for (uint32_t n = 1; n <= objects; n++)
        heap_edges(x->e->vm->heap, heap_graph_object(x->g, n), count_edge, x);
    return x->edges;
}

static void v8_head(struct export *x)
{
    static const char meta[] =
        "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\","
        "\"self_size\",\"edge_count\",\"trace_node_id\",\"detachedness\"],\n"
        "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\","
        "\"closure\",\"regexp\",\"number\",\"native\",\"synthetic\","
        "\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\","
        "\"object shape\"],\"string\",\"number\",\"number\",\"number\","
        "\"number\",\"number\"],\n\"edge_fields\":[\"type\",\"name_or_index\","
        "\"to_node\"],\"edge_types\":[[\"context\",\"element\",\"property\","
        "\"internal\",\"hidden\",\"shortcut\",\"weak\"],\"string_or_number\","
        "\"node\"],\n\"trace_function_info_fields\":[\"function_id\",\"name\","
        "\"script_name\",\"script_id\",\"line\",\"column\"],"
        "\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\","
        "\"size\",\"children\"],\"sample_fields\":[\"timestamp_us\","
        "\"last_assigned_id\"],\"location_fields\":[\"object_index\","
        "\"script_id\",\"line\",\"column\"]},";
    fprintf(x->out,
            "%s\"node_count\":%u,\"edge_count\":%zu,"
            "\"trace_function_count\":0},\n\"nodes\":[",
            meta, heap_graph_size(x->g).objects + 1, count_all_edges(x));
}

static void v8_strings(struct export *x)
{
    fputs("],\n\"trace_function_infos\":[],\"trace_tree\":[],\"samples\":[],"
          "\"locations\":[],\n\"strings\":[",
          x->out);
    for (size_t i = 0; i < x->string_count; i++) {
        fputs(i ? ",\n" : "", x->out);
        put_quoted(x->out, x->strings[i]);
    }
    fputs("]}\n", x->out);
}

static void write_heapsnapshot(struct export *x)
{
    struct heap_progress progress = helper_progress(x->e);
    x->g = heap_graph_new(x->e->vm->heap, &progress);
    if (!x->g) {
        x->failed = true;
        return;
    }
    v8_head(x);
    v8_nodes(x);
    fputs("],\n\"edges\":[", x->out);
    v8_edges(x);
    v8_strings(x);
}

/* ---- the formats -------------------------------------------------------- */

static const struct {
    const char *name;
    void (*write)(struct export *x);
} formats[] = {
    {"dot", write_dot},
    {"folded", write_folded},
    {"heapsnapshot", write_heapsnapshot},
};

static void write_file(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    const char *path = strchr(q->text, ' ') + 1;
    struct export x = {.e = e, .out = fopen(path, "we")};
    if (!x.out) {
        record_textf(&answer->text, "%s cannot be written: %s", path,
                     strerror(errno));
        return;
    }
    formats[q->from].write(&x);
    bool written = fclose(x.out) == 0;
    answer->ok = written && !x.failed;
    if (answer->ok)
        record_textf(&answer->text, "%zu objects written to %s", x.objects,
                     path);
    else
        record_textf(&answer->text, "%s could not be written whole%s", path,
                     x.failed ? ": not enough memory" : "");
}

void ask_export(struct engine *e, const struct view_question *q,
                struct view_answer *answer)
{
    struct view_question about = *q;
    struct heap_totals totals;
    heap_totals(e->vm->heap, &totals);
    struct helper helper = {
        .work = write_file,
        .memory = totals.committed * 2 + (256 << 20),
        .cancelled = "cancelled",
        .died = "the writer died; the script itself is untouched",
    };
    size_t length = strcspn(q->text, " ");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (q->text[length] && strlen(formats[i].name) == length &&
            strncmp(formats[i].name, q->text, length) == 0) {
            about.from = (int64_t)i;
            helper_ask(e, &helper, &about, answer);
            return;
        }
    record_text(&answer->text, "export dot, folded or heapsnapshot, then FILE");
}
