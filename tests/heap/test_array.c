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

HEAP_TEST(array, is_aligned_and_counted)
{
    char *a = heap_array_new(g.h, 24);
    cr_expect_eq((uintptr_t)a % 16, 0);
    cr_expect_eq(graph_totals(&g).arrays, 1);
    cr_expect_geq(graph_totals(&g).array_bytes, 24);
    heap_array_free(g.h, a, 24);
}

HEAP_TEST(array, of_no_bytes_is_fine)
{
    heap_array_free(g.h, heap_array_new(g.h, 0), 0);
    heap_array_free(g.h, NULL, 0);
}

HEAP_TEST(array, keeps_its_bytes_when_it_grows_and_shrinks)
{
    size_t size = 8;
    unsigned char *a = heap_array_new(g.h, size);
    memset(a, 42, size);
    for (size_t next = 8; next < 3000000; next = next * 5 / 4 + 8) {
        a = heap_array_resize(g.h, a, size, next);
        cr_assert_not_null(a);
        memset(a + size, 42, next - size);
        size = next;
    }
    for (size_t i = 0; i < size; i++)
        cr_assert_eq(a[i], 42);
    while (size > 16) {
        a = heap_array_resize(g.h, a, size, size / 2);
        size /= 2;
        cr_assert_eq(a[size - 1], 42);
    }
    heap_array_free(g.h, a, size);
}

HEAP_TEST(array, two_big_ones_growing_do_not_overlap)
{
    size_t size = 70000;
    unsigned char *a = heap_array_new(g.h, size);
    unsigned char *b = heap_array_new(g.h, size);
    for (int i = 0; i < 20; i++, size += 70000) {
        a = heap_array_resize(g.h, a, size, size + 70000);
        b = heap_array_resize(g.h, b, size, size + 70000);
        memset(a, 1, size + 70000);
        memset(b, 2, size + 70000);
        cr_assert_eq(a[0] + a[size + 69999], 2);
    }
    heap_array_free(g.h, a, size);
    heap_array_free(g.h, b, size);
}

HEAP_TEST(array, stays_when_the_limit_refuses_more)
{
    char *a = heap_array_new(g.h, 100000);
    a[99999] = 7;
    heap_set_limit(g.h, 300000);
    cr_expect_null(heap_array_resize(g.h, a, 100000, 1000000));
    cr_expect_null(heap_array_new(g.h, SIZE_MAX));
    cr_expect_null(heap_array_resize(g.h, a, 100000, SIZE_MAX - 8));
    cr_expect_eq(a[99999], 7);
    heap_array_free(g.h, a, 100000);
}
