/*
 * Pages of the heap: every object that passes the filter, in the order asked
 * for, a window of it as rows.
 */
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROWS_MOST = 500, VALUE_MOST = 120 };

struct item {
    object *object;
    int64_t key;
    char *text; /* instead of key when texts are compared */
};

struct page {
    struct engine *e;
    const struct view_heap_query *query;
    struct item *items;
    size_t count, room, total; /* total: all that pass */
    size_t live, bytes;        /* of all that might */
};

/* ---- the orders -------------------------------------------------------- */

static int64_t key_ordinal(struct engine *e, const object *o)
{
    return number_of(e, o);
}

static int64_t key_refs(struct engine *e, const object *o)
{
    int64_t refs;
    runtime_refs(e, o, &refs);
    return refs;
}

static int64_t key_size(struct engine *e, const object *o)
{
    return (int64_t)heap_total_size(e->vm->heap, o);
}

static int64_t key_generation(struct engine *e, const object *o)
{
    return heap_generation(e->vm->heap, o);
}

static char *text_type(struct engine *e, object *o)
{
    return strdup(show_type(e, o));
}

static char *text_value(struct engine *e, object *o)
{
    return show_value(e, o, VALUE_MOST);
}

static const struct order {
    const char *name;
    int64_t (*key)(struct engine *e, const object *o);
    char *(*text)(struct engine *e, object *o);
} orders[] = {
    {"ordinal", key_ordinal, NULL}, {"refs", key_refs, NULL},
    {"size", key_size, NULL},       {"generation", key_generation, NULL},
    {"type", NULL, text_type},      {"value", NULL, text_value},
};

static const struct order *find_order(const char *name)
{
    for (size_t i = 0; name && i < sizeof orders / sizeof *orders; i++)
        if (strcmp(orders[i].name, name) == 0)
            return &orders[i];
    return &orders[0];
}

static int compare(const void *a, const void *b, void *arg)
{
    const struct item *x = a, *y = b;
    const struct page *page = arg;
    int order = x->text && y->text ? strcmp(x->text, y->text)
                                   : (x->key > y->key) - (x->key < y->key);
    if (order == 0)
        order = (x->object > y->object) - (x->object < y->object);
    return page->query->descending ? -order : order;
}

/* ---- the filter -------------------------------------------------------- */

static bool passes(const struct page *page, object *o)
{
    const struct view_heap_query *q = page->query;
    if (q->type && *q->type && strcasecmp(show_type(page->e, o), q->type) != 0)
        return false;
    if (!q->text || !*q->text)
        return true;
    char *value = show_value(page->e, o, VALUE_MOST);
    bool found = value && strcasestr(value, q->text);
    free(value);
    return found;
}

/* ---- the best of them -------------------------------------------------- */

/*
 * Of a big heap only the rows up to the end of the page are kept, in a heap
 * of their own whose worst is on top.
 */
static void sift_down(struct page *page, size_t i)
{
    for (;;) {
        size_t worst = i, left = 2 * i + 1;
        for (size_t k = left; k < left + 2 && k < page->count; k++)
            if (compare(&page->items[k], &page->items[worst], page) > 0)
                worst = k;
        if (worst == i)
            return;
        struct item item = page->items[i];
        page->items[i] = page->items[worst];
        page->items[worst] = item;
        i = worst;
    }
}

static void sift_up(struct page *page, size_t i)
{
    while (i > 0) {
        size_t parent = (i - 1) / 2;
        if (compare(&page->items[i], &page->items[parent], page) <= 0)
            return;
        struct item item = page->items[i];
        page->items[i] = page->items[parent];
        page->items[parent] = item;
        i = parent;
    }
}

static void keep(struct page *page, struct item item)
{
    if (page->count < page->room) {
        page->items[page->count++] = item;
        sift_up(page, page->count - 1);
    } else if (page->room && compare(&item, &page->items[0], page) < 0) {
        free(page->items[0].text);
        page->items[0] = item;
        sift_down(page, 0);
    } else {
        free(item.text);
    }
}

static bool make_room(struct page *page)
{
    int64_t last = page->query->from + page->query->count;
    struct heap_totals totals;
    heap_totals(page->e->vm->heap, &totals);
    size_t most = totals.objects;
    page->room = last < 0 ? 0 : (size_t)last < most ? (size_t)last : most;
    page->items = calloc(page->room ? page->room : 1, sizeof *page->items);
    return page->items != NULL;
}

static void gather(struct page *page)
{
    const heap *h = page->e->vm->heap;
    const struct order *order = find_order(page->query->sort);
    if (!make_room(page))
        return;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        if (!page->query->runtime && number_of(page->e, o) <= 0)
            continue;
        page->live++;
        page->bytes += heap_total_size(h, o);
        if (!passes(page, o))
            continue;
        page->total++;
        keep(page, (struct item){.object = o,
                                 .key = order->key ? order->key(page->e, o) : 0,
                                 .text = order->text ? order->text(page->e, o)
                                                     : NULL});
    }
    qsort_r(page->items, page->count, sizeof *page->items, compare, page);
}

/* ---- rows -------------------------------------------------------------- */

static void fill_row(struct engine *e, object *o, struct view_heap_row *row)
{
    row->ordinal = number_of(e, o);
    row->runtime = runtime_refs(e, o, &row->refs);
    row->size = (int64_t)heap_total_size(e->vm->heap, o);
    row->generation = heap_generation(e->vm->heap, o);
    row->value = show_value(e, o, VALUE_MOST);
    record_text(&row->type, show_type(e, o));
    record_text(&row->mark, "");
    record_text(&row->note, "");
}

static void free_items(struct page *page)
{
    for (size_t i = 0; i < page->count; i++)
        free(page->items[i].text);
    free(page->items);
}

static void fill_holders(struct engine *e, const struct page *page,
                         struct view_heap *heap)
{
    object *objects[ROWS_MOST] = {0};
    char *texts[ROWS_MOST] = {0};
    size_t n = heap->rows_count < ROWS_MOST ? heap->rows_count : ROWS_MOST;
    for (size_t i = 0; i < n; i++)
        objects[i] = page->items[(size_t)heap->from + i].object;
    holders_page(e, objects, n, texts);
    for (size_t i = 0; i < n; i++)
        heap->rows[i].holders = texts[i];
}

void heap_rows_fill(struct engine *e, const struct view_heap_query *query,
                    struct view_heap *heap)
{
    struct page page = {.e = e, .query = query};
    heap->from = query->from;
    record_text(&heap->sort, find_order(query->sort)->name);
    gather(&page);
    heap->total = (int64_t)page.total;
    heap->live = (int64_t)page.live;
    heap->bytes = (int64_t)page.bytes;
    int64_t count = query->count > ROWS_MOST ? ROWS_MOST : query->count;
    for (int64_t i = query->from;
         i < (int64_t)page.count && i < query->from + count; i++) {
        struct view_heap_row *row = RECORD_ADD(heap, rows);
        if (!row)
            break;
        fill_row(e, page.items[i].object, row);
    }
    if (heap->rows_count)
        fill_holders(e, &page, heap);
    free_items(&page);
}
