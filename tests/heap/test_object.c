#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <string.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
}

static void teardown(void)
{
    graph_done(&g);
}

HEAP_TEST(object, is_born_with_count_one_and_zeroed_fields)
{
    object *o = heap_alloc(g.h, &g.node, 100);
    static const char zeros[100 + sizeof(struct node)];
    cr_expect_eq(heap_refs(o), 1);
    cr_expect_eq(heap_type_index(o), g.node.index);
    cr_expect_eq(memcmp((char *)o + sizeof(object), zeros,
                        sizeof zeros - sizeof(object)),
                 0);
    heap_release(g.h, o);
}

HEAP_TEST(object, is_zeroed_also_in_a_used_cell)
{
    struct leaf *leaf;
    heap_set_quarantine(g.h, 0);
    heap_release(g.h, graph_leaf(&g, 77));
    leaf = (struct leaf *)(void *)heap_alloc(g.h, &g.leaf, 0);
    cr_expect_eq(leaf->number, 0);
    heap_release(g.h, &leaf->base);
}

HEAP_TEST(object, freed_cells_are_used_again_last_first)
{
    object *a = graph_leaf(&g, 1), *b = graph_leaf(&g, 2);
    heap_set_quarantine(g.h, 0);
    heap_release(g.h, a);
    heap_release(g.h, b);
    cr_expect_eq(graph_leaf(&g, 3), b);
    cr_expect_eq(graph_leaf(&g, 4), a);
    heap_release(g.h, a);
    heap_release(g.h, b);
}

HEAP_TEST(object, counts_saturate_and_then_stay)
{
    object *o = graph_leaf(&g, 1);
    o->refs = UINT32_MAX - 1;
    heap_retain(o);
    heap_retain(o);
    cr_expect_eq(heap_refs(o), UINT32_MAX);
    heap_release(g.h, o);
    cr_expect_eq(heap_refs(o), UINT32_MAX);
    o->refs = 1;
    heap_release(g.h, o);
}

HEAP_TEST(object, takes_the_bytes_of_its_size_class)
{
    static const size_t asked[] = {16, 17, 512, 513, 16384, 16385, 100000};
    static const size_t given[] = {16, 32, 512, 640, 16384, 20480, 102400};
    for (size_t i = 0; i < 7; i++) {
        object *o = heap_alloc(g.h, &g.leaf, asked[i] - sizeof(struct leaf));
        cr_expect_eq(heap_object_size(g.h, o), given[i]);
        heap_release(g.h, o);
    }
}

HEAP_TEST(object, aux_belongs_to_the_type)
{
    object *o = graph_leaf(&g, 1);
    heap_set_aux(o, 11);
    cr_expect_eq(heap_aux(o), 11);
    cr_expect_eq(heap_type_index(o), g.leaf.index);
    heap_release(g.h, o);
}

HEAP_TEST(object, a_limit_refuses_and_gives_again_after_frees)
{
    object *list = NULL, *o;
    int count = 0, again = 0;
    heap_set_limit(g.h, 1 << 20);
    while ((o = heap_alloc(g.h, &g.node, 0))) {
        ((struct node *)(void *)o)->left = list;
        list = o;
        count++;
    }
    cr_expect_gt(count, 20000);
    cr_expect_leq(graph_totals(&g).committed, 1 << 20);
    heap_release(g.h, list);
    list = NULL;
    while ((o = heap_alloc(g.h, &g.row, 900))) { /* another size class */
        cr_assert(heap_is_object(g.h, o));
        ((struct row *)(void *)o)->items = (object **)(void *)list;
        list = o;
        again++;
    }
    cr_expect_gt(again, 800);
    while ((o = list)) {
        struct row *row = (struct row *)(void *)o;
        list = (object *)(void *)row->items;
        row->items = NULL;
        heap_release(g.h, o);
    }
}

HEAP_TEST(object, a_limit_below_what_is_used_is_fine)
{
    object *o = graph_leaf(&g, 1);
    heap_set_limit(g.h, 1);
    cr_expect_null(heap_alloc(g.h, &g.leaf, 5000));
    cr_expect_null(heap_alloc(g.h, &g.leaf, SIZE_MAX / 2));
    cr_expect_null(heap_alloc(g.h, &g.leaf, SIZE_MAX - 3));
    heap_release(g.h, o);
    heap_set_limit(g.h, 0);
    heap_release(g.h, heap_alloc(g.h, &g.leaf, 5000));
}

HEAP_TEST(object, memory_goes_back_to_the_system)
{
    object *list = NULL;
    size_t most;
    for (int i = 0; i < 200000; i++)
        list = graph_node(&g, i, list, NULL);
    most = graph_totals(&g).committed;
    heap_release(g.h, list);
    cr_expect_lt(graph_totals(&g).committed, most / 4);
}

HEAP_TEST(object, two_heaps_do_not_meet)
{
    struct heap_type leaf = g.leaf;
    heap *other = heap_new(NULL);
    object *o, *mine = graph_leaf(&g, 1);
    heap_type_add(other, &leaf);
    o = heap_alloc(other, &leaf, 0);
    cr_expect(heap_is_object(other, o));
    cr_expect_not(heap_is_object(g.h, o));
    cr_expect_not(heap_is_object(other, mine));
    heap_release(other, o);
    heap_free(other);
    heap_release(g.h, mine);
}

HEAP_TEST(object, a_type_index_is_given_again)
{
    struct heap_type a = g.leaf, b = g.leaf;
    uint32_t index = heap_type_add(g.h, &a);
    heap_type_remove(g.h, &a);
    cr_expect_eq(heap_type_add(g.h, &b), index);
}

HEAP_TEST(object, retains_the_class_that_owns_its_type)
{
    struct heap_type script = g.leaf;
    object *class = graph_leaf(&g, 9), *o;
    script.owner = class;
    heap_type_add(g.h, &script);
    o = heap_alloc(g.h, &script, 0);
    cr_expect_eq(heap_refs(class), 2);
    heap_release(g.h, o);
    cr_expect_eq(heap_refs(class), 1);
    heap_release(g.h, class);
}

HEAP_TEST(object, fields_count_from_the_end_of_a_variable_cell)
{
    static const struct heap_field tail[] = {{"dict", HEAP_FIELD_FROM_END | 8}};
    struct heap_type type = g.leaf;
    object *o, *value = graph_leaf(&g, 5);
    type.fields = tail;
    type.field_count = 1;
    heap_type_add(g.h, &type);
    o = heap_alloc(g.h, &type, 600);
    *(object **)(void *)((char *)o + heap_object_size(g.h, o) - 8) =
        heap_retain(value);
    heap_release(g.h, o);
    cr_expect_eq(heap_refs(value), 1);
    heap_release(g.h, value);
}
